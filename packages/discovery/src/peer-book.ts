import { addressGroup } from './address-group.ts'
import type { BackOff } from './back-off.ts'
import { type CheckedCandidate, MAX_ADDRESSES } from './candidate.ts'
import type { Clock } from './clock.ts'
import type { Origin } from './source.ts'

/** What the book holds of one peer. */
export interface BookEntry {
  readonly peerId: string
  /** Names of the sources that found it, the first one first. */
  readonly sources: Set<string>
  byUser: boolean
  anchor: boolean
  addresses: readonly string[]
  record?: { readonly bytes: Uint8Array; readonly sequence: bigint }
  dials: number
  failures: number
  retryAtMs: number
  seenAtMs: number
  workedAtMs?: number
  lastError?: string
}

/** Everybody this peer heard of, bounded. */
export interface PeerBook {
  get(peerId: string): BookEntry | undefined
  entries(): Iterable<BookEntry>
  /** Takes a checked candidate in; says why where it does not. */
  add(candidate: CheckedCandidate, source: FoundBy): 'given-up' | 'book-full' | undefined
  /** A dial of it succeeded. What failed before is not forgiven yet: it may end the connection at once. */
  reached(peerId: string): void
  /** Its connection lasted. */
  lasted(peerId: string): void
  /** True when the peer was given up: it never worked, however often it was tried. */
  failed(peerId: string, error: string): boolean
  /** Peers that were given up within the last hour. */
  givenUp(): Iterable<BookEntry>
}

/** Which source found it, and who stands behind that. */
export interface FoundBy {
  readonly name: string
  readonly origin: Origin
}

export interface PeerBookOptions {
  maxPeers: number
  backOff: BackOff
  clock: Clock
}

// What never worked is not worth a sixth try; what once did may be a laptop that is closed for a month.
const TRIES_OF_THE_UNPROVEN = 5
const TRIES_OF_THE_PROVEN = 40
// One stranger must not fill the list of addresses before another has spoken.
const MAX_HEARSAY = 4
// Trackers are asked again every few minutes: what none of them repeats has left.
const STALE_MS = 900_000
const GIVEN_UP_MS = 3_600_000
const MAX_GIVEN_UP = 1000

/** Creates an empty book. */
export function createPeerBook({ maxPeers, backOff, clock }: PeerBookOptions): PeerBook {
  const entries = new Map<string, BookEntry>()
  const now = (): number => clock.now()
  const givenUp = createGivenUp(now)

  function add(candidate: CheckedCandidate, source: FoundBy) {
    const held = entries.get(candidate.peerId)
    if (held) {
      held.seenAtMs = now()
      merge(held, candidate, source)
      return undefined
    }
    if (givenUp.has(candidate.peerId) && source.origin !== 'user') return 'given-up'
    if (entries.size >= maxPeers && !makeRoom(entries, source, now())) return 'book-full'
    entries.set(candidate.peerId, newEntry(candidate, source, now()))
    return undefined
  }

  function reached(peerId: string): void {
    const entry = entries.get(peerId)
    if (entry) entry.workedAtMs = now()
  }

  function lasted(peerId: string): void {
    const entry = entries.get(peerId)
    if (!entry) return
    Object.assign(entry, { failures: 0, retryAtMs: 0 })
    delete entry.lastError
  }

  function failed(peerId: string, error: string): boolean {
    const entry = entries.get(peerId)
    if (!entry) return false
    entry.failures++
    entry.lastError = error
    entry.retryAtMs = now() + backOff.delayMs(entry.failures)
    const tries = entry.workedAtMs === undefined ? TRIES_OF_THE_UNPROVEN : TRIES_OF_THE_PROVEN
    if (entry.byUser || entry.failures < tries) return false
    entries.delete(peerId)
    givenUp.add(entry)
    return true
  }

  return {
    get: (peerId) => entries.get(peerId),
    entries: () => entries.values(),
    add,
    reached,
    lasted,
    failed,
    givenUp: () => givenUp.entries(),
  }
}

// They are left alone for an hour, so that the source that offered them cannot make us try for ever.
function createGivenUp(now: () => number) {
  const entries = new Map<string, { entry: BookEntry; untilMs: number }>()
  const has = (peerId: string): boolean => {
    const held = entries.get(peerId)
    if (held && held.untilMs <= now()) entries.delete(peerId)
    return entries.has(peerId)
  }
  return {
    has,
    add(entry: BookEntry) {
      if (entries.size >= MAX_GIVEN_UP) entries.delete(entries.keys().next().value ?? '')
      entries.set(entry.peerId, { entry, untilMs: now() + GIVEN_UP_MS })
    },
    entries: () => [...entries.values()].filter(({ untilMs }) => untilMs > now()).map(({ entry }) => entry),
  }
}

function newEntry(candidate: CheckedCandidate, source: FoundBy, seenAtMs: number): BookEntry {
  const { peerId, addresses, record } = candidate
  const byUser = source.origin === 'user'
  const entry = { peerId, sources: new Set([source.name]), byUser, anchor: false, addresses, seenAtMs }
  return { ...entry, dials: 0, failures: 0, retryAtMs: 0, ...(record ? { record } : {}) }
}

function merge(entry: BookEntry, candidate: CheckedCandidate, source: FoundBy): void {
  entry.sources.add(source.name)
  entry.byUser ||= source.origin === 'user'
  if (candidate.record) mergeSigned(entry, candidate.addresses, candidate.record)
  else if (source.origin !== 'strangers') entry.addresses = union(candidate.addresses, entry.addresses)
  else if (!entry.record) entry.addresses = union(entry.addresses, candidate.addresses.slice(0, MAX_HEARSAY))
}

function mergeSigned(entry: BookEntry, addresses: readonly string[], record: NonNullable<BookEntry['record']>): void {
  if (entry.record && record.sequence <= entry.record.sequence) return
  // Only the peer itself can cut its back-off short: by saying, signed, that it moved.
  if (addresses.some((address) => !entry.addresses.includes(address))) entry.retryAtMs = 0
  // What the peer signed last replaces all that was said of it before, except what the user said.
  entry.addresses = entry.byUser ? union(addresses, entry.addresses) : addresses
  entry.record = record
}

function union(first: readonly string[], second: readonly string[]): readonly string[] {
  return [...new Set([...first, ...second])].slice(0, MAX_ADDRESSES)
}

// A source that floods pushes out only its own: whoever holds most entries gives one, never one that was of use.
function makeRoom(entries: Map<string, BookEntry>, source: FoundBy, now: number): boolean {
  const pile = largestPile(entries.values())
  const isOwn = pile[0]?.sources.values().next().value === source.name
  const spare = isOwn && source.origin !== 'user' ? pile.filter((entry) => entry.seenAtMs < now - STALE_MS) : pile
  const [victim] = spare.sort((a, b) => rankOf(b) - rankOf(a) || b.failures - a.failures || a.seenAtMs - b.seenAtMs)
  return victim !== undefined && entries.delete(victim.peerId)
}

function largestPile(entries: Iterable<BookEntry>): BookEntry[] {
  const piles = new Map<string, BookEntry[]>()
  for (const entry of entries) {
    if (entry.byUser || entry.anchor || entry.workedAtMs !== undefined) continue
    const [first = ''] = entry.sources
    const pile = piles.get(first)
    if (pile) pile.push(entry)
    else piles.set(first, [entry])
  }
  return [...piles.values()].reduce<BookEntry[]>((most, pile) => (pile.length > most.length ? pile : most), [])
}

/** How much speaks for a peer: 0 it was reached before or the user named it, 1 it signed its addresses, 2 hearsay. */
export function rankOf(entry: BookEntry): number {
  if (entry.byUser || entry.workedAtMs !== undefined) return 0
  return entry.record ? 1 : 2
}

/** The group of a peer that is not connected: that of the address it will most likely be reached at. */
export function groupOf(entry: BookEntry): string {
  return addressGroup(entry.addresses[0] ?? '')
}
