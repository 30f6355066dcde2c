import { parsePublicKey, type PublicKey } from '@hydra/identity'
import { decodeRecord, encodeRecord } from '@hydra/records'
import { UnreadableCircleError } from './errors.ts'
import { MAX_STRANGERS } from './strangers.ts'

/** Whom this user follows and does not want to see, and how far it has read. Never leaves this machine by itself. */
export interface CircleState {
  readonly followed: Set<PublicKey>
  readonly muted: Set<PublicKey>
  readonly blocked: Set<PublicKey>
  /** The time of the newest entry that was read, by place. */
  readonly read: Map<string, number>
  /** Whom this user hears without following them, and how much work they showed. */
  readonly strangers: Map<PublicKey, number>
}

export const LISTS = ['followed', 'muted', 'blocked'] as const
export type ListName = (typeof LISTS)[number]

const VERSION = 2
/** Each is kept, shown and written as one: 10,000 keys are 600 kB. */
export const MAX_LISTED = 10_000

export function emptyState(): CircleState {
  return { followed: new Set(), muted: new Set(), blocked: new Set(), read: new Map(), strangers: new Map() }
}

export function encodeCircle({ followed, muted, blocked, read, strangers }: CircleState): Uint8Array {
  const lists = [followed, muted, blocked].map((list) => [...list].sort())
  return encodeRecord(['circle', VERSION, ...lists, Object.fromEntries(read), Object.fromEntries(strangers)])
}

export function decodeCircle(bytes: Uint8Array): CircleState {
  try {
    const fields: unknown = decodeRecord(bytes)
    if (!Array.isArray(fields) || fields[0] !== 'circle') throw new TypeError('it is another list')
    const [, version, followed, muted, blocked, read, strangers]: readonly unknown[] = fields
    if (version !== 1 && version !== VERSION)
      throw new TypeError(`its version is ${String(version)}, and this release knows ${VERSION}`)
    if (fields.length !== (version === 1 ? 6 : 7)) throw new TypeError('a part of it is missing')
    const lists = { followed: keys(followed), muted: keys(muted), blocked: keys(blocked), read: marks(read) }
    return { ...lists, strangers: version === 1 ? new Map() : works(strangers) }
  } catch (cause) {
    throw new UnreadableCircleError({ cause })
  }
}

function keys(value: unknown): Set<PublicKey> {
  if (!Array.isArray(value) || value.length > MAX_LISTED) throw new TypeError('a list is none, or too long')
  return new Set(value.map((key: unknown) => parsePublicKey(key as string)))
}

function works(value: unknown): Map<PublicKey, number> {
  const entries = [...marks(value)]
  if (entries.length > MAX_STRANGERS) throw new TypeError('there are too many strangers')
  return new Map(entries.map(([key, work]) => [parsePublicKey(key), work]))
}

function marks(value: unknown): Map<string, number> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('the marks are none')
  const entries = Object.entries(value)
  if (!entries.every(([, time]) => Number.isSafeInteger(time))) throw new TypeError('a mark is no time')
  return new Map(entries as [string, number][])
}
