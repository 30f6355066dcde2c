import type { HydraNode } from '../node/open-node.ts'

/** How a node fares, for people, dashboards and `hydra doctor`. */
export interface Status {
  readonly peerId: string
  readonly url: string
  readonly addresses: readonly string[]
  readonly upSeconds: number
  readonly hidden: 'strong' | 'weak'
  readonly connections: readonly { readonly peerId: string; readonly over: string; readonly relayed: boolean }[]
  readonly records: Readonly<Record<string, number>>
  readonly services: readonly string[]
}

/** Everybody on this machine may read it: no key of a service that is nobody's business stands in it. */
export async function status(node: HydraNode): Promise<Status> {
  const { peer, own, since } = node
  const { hidden, records, link } = peer.explain()
  return {
    peerId: link.peerId ?? '',
    url: peer.link.port.url,
    addresses: link.addresses ?? [],
    upSeconds: Math.round((Date.now() - since) / 1000),
    hidden,
    connections: link.connections ?? [],
    records,
    services: own.list().map(({ label }) => label),
  }
}
