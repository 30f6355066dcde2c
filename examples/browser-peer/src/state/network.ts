import type { Peer } from '@hydra/peer'
import type { NetworkLink } from '@hydra/peer/browser'
import type { Network, NetworkPeer, TrafficSample } from '@hydra/views'
import { type ReadonlySignal, signal } from '@preact/signals'
import { createRing } from './ring.ts'

export interface LiveNetwork {
  readonly network: ReadonlySignal<Network>
  readonly traffic: ReadonlySignal<readonly TrafficSample[]>
  readonly records: ReadonlySignal<Readonly<Record<string, number>>>
  readonly close: () => void
}

// More than the graph draws; a stranger who names ten thousand peers costs no more than this.
const MAX_PEERS = 150
const SAMPLE_MS = 1_000
// Two minutes of traffic.
const MAX_SAMPLES = 120

/** Looks at the network when it changes, and each second for what does not say when it does. */
export function watchNetwork(peer: Peer<NetworkLink>): LiveNetwork {
  const network = signal(networkOf(peer))
  const records = signal(peer.explain().records)
  const traffic = createRing<TrafficSample>(MAX_SAMPLES)
  let isDue = false
  const look = (): void => {
    isDue = false
    network.value = networkOf(peer)
  }
  // Many changes at once are looked at once.
  const soon = (): void => {
    if (!isDue) setTimeout(look, 100)
    isDue = true
  }
  const stop = peer.link.discovery.onChange(soon)
  const sample = (): void => {
    const { link, records: known } = peer.explain()
    if (link.traffic) traffic.add({ atMs: Date.now(), ...link.traffic })
    records.value = known
    look()
  }
  const timer = setInterval(sample, SAMPLE_MS)
  const close = (): void => {
    stop()
    clearInterval(timer)
  }
  return { network, traffic: traffic.all, records, close }
}

function networkOf(peer: Peer<NetworkLink>): Network {
  const { connections = [], discovery, peerId = '', addresses = [] } = peer.link.explain()
  const byPeer = new Map(connections.map((connection) => [connection.peerId, connection]))
  const all = (discovery?.peers ?? []).map(({ peerId, state, sources, why }): NetworkPeer => {
    const { over, relayed, outbound, roundTripMs } = byPeer.get(peerId) ?? {}
    const carried = over && { over, relayed: relayed ?? false, outbound: outbound ?? false }
    return { peerId, state, sources, why, ...carried, ...(roundTripMs !== undefined && { roundTripMs }) }
  })
  const known = new Set(all.map(({ peerId }) => peerId))
  // A connection of this moment, which discovery has not heard of yet.
  const fresh = [...byPeer.values()]
    .filter((connection) => !known.has(connection.peerId))
    .map((connection): NetworkPeer => ({ ...connection, state: 'connected', sources: [] }))
  const sorted = [...fresh, ...all].sort((a, b) => rank(a) - rank(b))
  return {
    self: { peerId, addresses },
    peers: sorted.slice(0, MAX_PEERS),
    more: Math.max(0, sorted.length - MAX_PEERS),
    hidden: peer.router.hidden(),
    sources: discovery?.sources ?? [],
  }
}

const RANKS: readonly NetworkPeer['state'][] = [
  'connected',
  'dialling',
  'waiting',
  'not-needed',
  'unreachable',
  'given-up',
]
const rank = ({ state }: NetworkPeer): number => RANKS.indexOf(state)
