import { hasAnyOf, TURNING } from './code-points.ts'

/** What a claim says of its service. All of it is optional; a block has at most 1 KiB in all. */
export interface Payload {
  readonly title?: string
  readonly description?: string
  readonly tags?: readonly string[]
  /** Media types that the service offers. */
  readonly types?: readonly string[]
  readonly manifest?: string
  readonly links?: readonly string[]
}

// More would hardly fit a block.
const MAX_LIST = 16

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && !hasAnyOf(TURNING, value)
const isWord = (value: unknown): boolean => isText(value) && !/\s/.test(value as string)
const isList = (of: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.length <= MAX_LIST && value.every(of)

const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  title: isText,
  description: isText,
  tags: isList(isText),
  types: isList(isWord),
  manifest: isWord,
  links: isList(isWord),
}

/** Why this is no payload, or undefined. */
export function whyNoPayload(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'its payload is no map'
  for (const [field, content] of Object.entries(value)) {
    const isField = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined
    if (isField === undefined) return `its payload has a field "${field.slice(0, 32)}" that is not known`
    if (!isField(content)) return `its payload's ${field} is not what it should be`
  }
  return undefined
}
