import type { LinkExplanation } from '@hydra/peer'

/** A peer as lists show it. */
export interface PeerRow {
  readonly peerId: string
  readonly state: NonNullable<LinkExplanation['discovery']>['peers'][number]['state']
  readonly over?: NonNullable<LinkExplanation['connections']>[number]['over']
  readonly relayed?: boolean
  readonly outbound?: boolean
  readonly roundTripMs?: number
  readonly sources: readonly string[]
  readonly why?: string
}

/** Who is connected and over what, which source found them, and then why others are not. */
export function* peerRows({ connections = [], discovery }: LinkExplanation): Generator<PeerRow> {
  const known = new Map(discovery?.peers.map((each) => [each.peerId, each]))
  // Two that dialled each other at once have two connections: the direct one says more.
  const best = new Map(connections.filter(({ relayed }) => relayed).map((each) => [each.peerId, each]))
  for (const each of connections) if (!each.relayed) best.set(each.peerId, each)
  for (const { peerId, over, relayed, outbound, roundTripMs } of best.values()) {
    const sources = known.get(peerId)?.sources ?? []
    known.delete(peerId)
    const way = { over, relayed, outbound, ...(roundTripMs !== undefined && { roundTripMs }) }
    yield { peerId, state: 'connected', ...way, sources }
  }
  for (const { peerId, state, sources, why } of known.values()) {
    if (state !== 'connected') yield { peerId, state, sources, ...(why !== undefined && { why }) }
  }
}
