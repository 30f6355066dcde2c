import { addressGroup } from './address-group.ts'
import type { Connector } from './connector.ts'
import type { OpenConnection } from './dialer.ts'
import type { PeerExplanation } from './explanation.ts'
import { type BookEntry, groupOf, type PeerBook } from './peer-book.ts'

/** Says for each peer who found it, what was tried, and why it is connected or not. */
export function explainPeers(book: PeerBook, connector: Connector, nowMs: number): PeerExplanation[] {
  const connected = connector.connected()
  const known = [...book.entries()].map((entry) => {
    const connection = connected.get(entry.peerId)
    if (connection) return { ...facts(entry), ...connectedFacts(connection) }
    return { ...facts(entry), ...absence(entry, connector.isDialling(entry.peerId), nowMs) }
  })
  const strangers = [...connected.values()].filter(({ peerId }) => !book.get(peerId)).map(unknownPeer)
  const givenUp = [...book.givenUp()].map((entry) => ({
    ...facts(entry),
    state: 'given-up' as const,
    why: `It never answered in ${entry.dials} tries, and is left alone for an hour. Is its address still right?`,
  }))
  return [...known, ...strangers, ...givenUp]
}

function facts(entry: BookEntry) {
  return {
    peerId: entry.peerId,
    sources: [...entry.sources],
    signed: entry.record !== undefined,
    group: groupOf(entry),
    anchor: entry.anchor,
    addresses: entry.addresses,
    dials: entry.dials,
    failures: entry.failures,
    ...(entry.lastError === undefined ? {} : { lastError: entry.lastError }),
  }
}

function connectedFacts({ address, outbound }: OpenConnection) {
  const why = outbound ? `Dialled at ${address}.` : `It dialled this peer, from ${address}.`
  return { group: addressGroup(address), state: 'connected' as const, why }
}

function unknownPeer(connection: OpenConnection): PeerExplanation {
  const nothing = { sources: [], signed: false, anchor: false, addresses: [], dials: 0, failures: 0 }
  return { peerId: connection.peerId, ...nothing, ...connectedFacts(connection) }
}

function absence(entry: BookEntry, dialling: boolean, nowMs: number): Pick<PeerExplanation, 'state' | 'why'> {
  if (dialling) return { state: 'dialling', why: `Being dialled at ${entry.addresses.length} address(es).` }
  const waitS = Math.ceil((entry.retryAtMs - nowMs) / 1000)
  if (entry.failures > 0) {
    const next = waitS > 0 ? `tried again in ${waitS} s` : 'tried again soon'
    return {
      state: 'unreachable',
      why: `${entry.failures} dial(s) failed, the last with: ${entry.lastError?.replace(/\.$/, '')}. It is ${next}.`,
    }
  }
  if (waitS > 0) return { state: 'waiting', why: `Let go by the topology; it may be dialled again in ${waitS} s.` }
  return { state: 'not-needed', why: 'The topology has enough neighbours without it.' }
}
