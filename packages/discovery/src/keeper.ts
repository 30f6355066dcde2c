import { addressGroup } from './address-group.ts'
import type { OpenConnection } from './dialer.ts'
import { messageOf } from './error-message.ts'
import type { BookEntry, PeerBook } from './peer-book.ts'
import { decodeRemembered, encodeRemembered, MAX_REMEMBERED, type RememberedPeer } from './remembered.ts'
import type { DiscoveryStore } from './store.ts'

/** Remembers what worked, and which neighbours are anchors, from one start to the next. */
export interface Keeper {
  /** What the last run remembered; empty where the store is, or is damaged. */
  load(): Promise<readonly RememberedPeer[]>
  /** Chooses anchors among those who are connected, where there are too few. */
  chooseAnchors(connected: Iterable<OpenConnection>): void
  /** Never rejects: what went wrong is told by `error`. */
  save(): Promise<void>
  error(): string | undefined
}

// An anchor that is away for longer gives its place to one that is here.
const FAILURES_OF_AN_ANCHOR = 3

/** Creates a keeper of a book. */
export function createKeeper(book: PeerBook, store: DiscoveryStore, anchors: number): Keeper {
  let loadError: string | undefined
  let saveError: string | undefined
  let saved = ''
  let loaded = false
  let saving = Promise.resolve()

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

  function chooseAnchors(connected: Iterable<OpenConnection>): void {
    const held = [...book.entries()].filter((entry) => entry.anchor)
    for (const entry of held) if (entry.failures >= FAILURES_OF_AN_ANCHOR) entry.anchor = false
    const groups = new Set(held.filter((entry) => entry.anchor).map((entry) => addressGroup(entry.addresses[0] ?? '')))
    let missing = anchors - held.filter((entry) => entry.anchor).length
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

  return {
    load,
    chooseAnchors,
    save: () => (saving = saving.then(write)),
    error: () => saveError ?? loadError,
  }
}

function byWorth(a: BookEntry, b: BookEntry): number {
  return Number(b.anchor) - Number(a.anchor) || (b.workedAtMs ?? 0) - (a.workedAtMs ?? 0)
}

function toRemembered(entry: BookEntry): RememberedPeer {
  const { peerId, anchor, addresses, record, workedAtMs = 0 } = entry
  return { peerId, anchor, addresses, workedAtMs, ...(record ? { signedRecord: record.bytes } : {}) }
}
