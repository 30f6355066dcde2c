import { parsePublicKey, type PublicKey } from '@hydra/identity'
import { decodeRecord, encodeRecord } from '@hydra/records'
import { UnreadableCircleError } from './errors.ts'

/** Whom this user follows and does not want to see, and how far it has read. Never leaves this machine by itself. */
export interface CircleState {
  readonly followed: Set<PublicKey>
  readonly muted: Set<PublicKey>
  readonly blocked: Set<PublicKey>
  /** The time of the newest entry that was read, by place. */
  readonly read: Map<string, number>
}

export const LISTS = ['followed', 'muted', 'blocked'] as const
export type ListName = (typeof LISTS)[number]

const VERSION = 1
/** Each is kept, shown and written as one: 10,000 keys are 600 kB. */
export const MAX_LISTED = 10_000

export function emptyState(): CircleState {
  return { followed: new Set(), muted: new Set(), blocked: new Set(), read: new Map() }
}

export function encodeCircle({ followed, muted, blocked, read }: CircleState): Uint8Array {
  const lists = [followed, muted, blocked].map((list) => [...list].sort())
  return encodeRecord(['circle', VERSION, ...lists, Object.fromEntries(read)])
}

export function decodeCircle(bytes: Uint8Array): CircleState {
  try {
    const fields: unknown = decodeRecord(bytes)
    if (!Array.isArray(fields) || fields.length !== 6 || fields[0] !== 'circle')
      throw new TypeError('it is another list')
    const [, version, followed, muted, blocked, read]: readonly unknown[] = fields
    if (version !== VERSION) throw new TypeError(`its version is ${String(version)}, and this release knows ${VERSION}`)
    return { followed: keys(followed), muted: keys(muted), blocked: keys(blocked), read: marks(read) }
  } catch (cause) {
    throw new UnreadableCircleError({ cause })
  }
}

function keys(value: unknown): Set<PublicKey> {
  if (!Array.isArray(value) || value.length > MAX_LISTED) throw new TypeError('a list is none, or too long')
  return new Set(value.map((key: unknown) => parsePublicKey(key as string)))
}

function marks(value: unknown): Map<string, number> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('the marks are none')
  const entries = Object.entries(value)
  if (!entries.every(([, time]) => Number.isSafeInteger(time))) throw new TypeError('a mark is no time')
  return new Map(entries as [string, number][])
}
