import { addressGroup } from './address-group.ts'
import type { Clock } from './clock.ts'
import type { OpenConnection } from './dialer.ts'
import { messageOf } from './error-message.ts'
import { type BookEntry, groupOf, type PeerBook } from './peer-book.ts'
import { decodeRemembered, encodeRemembered, MAX_REMEMBERED, type RememberedPeer } from './remembered.ts'
import type { DiscoveryStore } from './store.ts'

/** Remembers what worked, and which neighbours are anchors, from one start to the next. */
export interface Keeper {
  /** What the last run remembered; empty where the store is, or is damaged. */
  load(): Promise<readonly RememberedPeer[]>
  /** Chooses anchors among those who are connected, where there are too few, and saves now and then. */
  keep(connected: Iterable<OpenConnection>): void
  /** Never rejects: what went wrong is told by `error`. */
  save(): Promise<void>
  error(): string | undefined
}

// An anchor that is away for longer gives its place to one that is here.
const FAILURES_OF_AN_ANCHOR = 3

// A store may take a disk's flush for each write; what a crash loses in between is found again.
const SAVE_MS = 5_000

export interface KeeperOptions {
  book: PeerBook
  store: DiscoveryStore
  anchors: number
  clock: Clock
}

/** Creates a keeper of a book. */
export function createKeeper({ book, store, anchors, clock }: KeeperOptions): Keeper {
  let loadError: string | undefined
  let saveError: string | undefined
  let saved = ''
  let loaded = false
  let saving = Promise.resolve()
  let savedAtMs = clock.now()

  async function load(): Promise<readonly RememberedPeer[]> {
    try {
      const bytes = await store.load()
      return bytes ? decodeRemembered(bytes) : []
    } catch (error) {
      loadError = messageOf(error)
      return []
    } finally {
      loaded = true
    }
  }

  async function write(): Promise<void> {
    // What the last run remembered must not be replaced before it was read.
    if (!loaded) return
    const peers = [...book.entries()].filter((entry) => entry.workedAtMs !== undefined).sort(byWorth)
    const fingerprint = peers
      .slice(0, MAX_REMEMBERED)
      .map(({ peerId, anchor, addresses }) => [peerId, anchor, addresses])
    const next = JSON.stringify(fingerprint)
    if (next === saved) return
    try {
      await store.save(encodeRemembered(peers.map(toRemembered)))
      saved = next
      saveError = undefined
    } catch (error) {
      saveError = messageOf(error)
    }
  }

  function save(): Promise<void> {
    savedAtMs = clock.now()
    saving = saving.then(write)
    return saving
  }

  return {
    load,
    keep(connected) {
      chooseAnchors(book, connected, anchors)
      if (clock.now() - savedAtMs >= SAVE_MS) void save()
    },
    save,
    error: () => saveError ?? loadError,
  }
}

function chooseAnchors(book: PeerBook, connected: Iterable<OpenConnection>, count: number): void {
  const held = [...book.entries()].filter((entry) => entry.anchor)
  for (const entry of held) if (entry.failures >= FAILURES_OF_AN_ANCHOR) entry.anchor = false
  const kept = held.filter((entry) => entry.anchor)
  const groups = new Set(kept.map(groupOf))
  let missing = count - kept.length
  // Whom this peer chose, and for the longest: an attacker would have had to wait.
  const chosen = [...connected].filter(({ outbound }) => outbound).sort((a, b) => a.sinceMs - b.sinceMs)
  for (const { peerId, address } of chosen) {
    const entry = book.get(peerId)
    if (missing <= 0 || !entry || entry.anchor || groups.has(addressGroup(address))) continue
    groups.add(addressGroup(address))
    entry.anchor = true
    missing--
  }
}

function byWorth(a: BookEntry, b: BookEntry): number {
  return Number(b.anchor) - Number(a.anchor) || (b.workedAtMs ?? 0) - (a.workedAtMs ?? 0)
}

function toRemembered(entry: BookEntry): RememberedPeer {
  const { peerId, anchor, addresses, record, workedAtMs = 0 } = entry
  return { peerId, anchor, addresses, workedAtMs, ...(record ? { signedRecord: record.bytes } : {}) }
}
