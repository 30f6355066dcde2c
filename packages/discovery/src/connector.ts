import { addressGroup } from './address-group.ts'
import { type Clock, deadline, orAbort } from './clock.ts'
import type { Dialer, OpenConnection } from './dialer.ts'
import { messageOf } from './error-message.ts'
import { type BookEntry, groupOf, type PeerBook, rankOf } from './peer-book.ts'
import type { Random } from './random.ts'
import type { ConnectedPeer, KnownPeer, Topology } from './topology.ts'

/** Dials and drops what the topology says. */
export interface Connector {
  /** Looks at the picture once, and acts. */
  step(): void
  isDialling(peerId: string): boolean
  /** One connection per peer: direct before relayed, our own choice before theirs. */
  connected(): ReadonlyMap<string, OpenConnection>
  close(): void
}

export interface ConnectorOptions {
  dialer: Dialer
  book: PeerBook
  topology: Topology
  clock: Clock
  random: Random
  maxDials: number
  dialTimeoutMs: number
  /** Called when a dial ended: there may be more to do. */
  onSettled(): void
}

// Who takes a connection and ends it again at once has no place for us; trying on would be a loop.
const SHORT_LIVED_MS = 30_000
// A peer that the topology let go is not asked back until the picture has changed.
const DROPPED_FOR_MS = 60_000

/** Creates a connector; it does nothing until the first step. */
export function createConnector(options: ConnectorOptions): Connector {
  const { dialer, book, topology, clock, random } = options
  const dialling = new Map<string, AbortController>()
  const dialledAtMs = new Map<string, number>()

  function step(): void {
    const connected = connectedPeers(dialer)
    noticeLeavers(connected)
    const { dial, drop } = topology(knownPeers(connected), picture(connected), clock.now(), random)
    for (const peerId of drop) hangUp(peerId)
    for (const peerId of dial) if (dialling.size < options.maxDials) void connect(peerId)
  }

  function noticeLeavers(connected: ReadonlyMap<string, OpenConnection>): void {
    for (const [peerId, atMs] of dialledAtMs) {
      if (connected.has(peerId)) continue
      dialledAtMs.delete(peerId)
      if (clock.now() - atMs < SHORT_LIVED_MS) book.failed(peerId, 'It ended the connection at once: is it full?')
    }
    for (const { peerId, outbound, sinceMs } of connected.values()) {
      // Others may have dialled for us: an application that asks its node for a peer.
      if (outbound) book.reached(peerId)
      if (clock.now() - sinceMs >= SHORT_LIVED_MS) book.lasted(peerId)
    }
  }

  function knownPeers(connected: ReadonlyMap<string, OpenConnection>): KnownPeer[] {
    const known: KnownPeer[] = []
    for (const entry of book.entries()) {
      if (entry.addresses.length === 0 || entry.retryAtMs > clock.now()) continue
      if (!connected.has(entry.peerId) && !dialling.has(entry.peerId)) known.push(knownPeer(entry))
    }
    return known
  }

  function picture(connected: ReadonlyMap<string, OpenConnection>): ConnectedPeer[] {
    const peers = [...connected.values()].map((connection) => connectedPeer(connection, book))
    for (const peerId of dialling.keys()) {
      const entry = book.get(peerId)
      if (entry && !connected.has(peerId)) peers.push({ ...knownPeer(entry), outbound: true, sinceMs: clock.now() })
    }
    return peers
  }

  async function connect(peerId: string): Promise<void> {
    const entry = book.get(peerId)
    if (!entry || dialling.has(peerId)) return
    const controller = new AbortController()
    const limit = deadline(clock, options.dialTimeoutMs, controller.signal)
    dialling.set(peerId, controller)
    entry.dials++
    try {
      await orAbort(dialer.dial(peerId, entry.addresses, { signal: limit.signal }), limit.signal)
      dialledAtMs.set(peerId, clock.now())
      book.reached(peerId)
    } catch (error) {
      if (!controller.signal.aborted) book.failed(peerId, messageOf(error))
    } finally {
      limit.done()
      dialling.delete(peerId)
      if (!controller.signal.aborted) options.onSettled()
    }
  }

  function hangUp(peerId: string): void {
    dialling.get(peerId)?.abort()
    dialledAtMs.delete(peerId)
    const entry = book.get(peerId)
    if (entry) entry.retryAtMs = clock.now() + DROPPED_FOR_MS
    dialer.hangUp(peerId).catch((error: unknown) => {
      if (entry) entry.lastError = messageOf(error)
    })
  }

  return {
    step,
    isDialling: (peerId) => dialling.has(peerId),
    connected: () => connectedPeers(dialer),
    close() {
      for (const controller of dialling.values()) controller.abort()
    },
  }
}

function connectedPeers(dialer: Dialer): Map<string, OpenConnection> {
  const peers = new Map<string, OpenConnection>()
  for (const connection of dialer.connections()) {
    const held = peers.get(connection.peerId)
    if (!held || isBetter(connection, held)) peers.set(connection.peerId, connection)
  }
  return peers
}

function isBetter(a: OpenConnection, b: OpenConnection): boolean {
  const relayed = (connection: OpenConnection): boolean => connection.address.includes('/p2p-circuit')
  if (relayed(a) !== relayed(b)) return relayed(b)
  return a.outbound && !b.outbound
}

function knownPeer(entry: BookEntry): KnownPeer {
  return { id: entry.peerId, group: groupOf(entry), anchor: entry.anchor, rank: rankOf(entry) }
}

function connectedPeer({ peerId, address, outbound, sinceMs }: OpenConnection, book: PeerBook): ConnectedPeer {
  const entry = book.get(peerId)
  const seen = { id: peerId, group: addressGroup(address), outbound, sinceMs }
  return { ...seen, anchor: entry?.anchor ?? false, rank: entry ? rankOf(entry) : 2 }
}
