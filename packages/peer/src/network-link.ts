import type { Libp2p } from '@libp2p/interface'
import { libp2pLink } from '@hydra/router/libp2p'
import { multiaddr } from '@multiformats/multiaddr'
import { FirstContactError } from './errors.ts'
import type { PeerLink } from './create-peer.ts'

/** A link over real connections. */
export interface NetworkLink extends PeerLink {
  /** What the connections are made with: for what this package does not cover. */
  readonly node: Libp2p
}

export interface NetworkOptions {
  /** Addresses of peers to connect to first, such as `/dns4/example.org/tcp/443/tls/ws`. Nobody else is contacted. */
  dial?: readonly string[]
  /**
   * Goes on where there are too few links to hide behind: neighbours then know which requests are ours.
   * @default false
   */
  acceptWeak?: boolean
}

/** Starts a node's connections with the peer that they belong to, and ends them with it. */
export async function networkLink(node: Libp2p, { dial = [] }: NetworkOptions): Promise<NetworkLink> {
  const link = await libp2pLink(node)
  return {
    ...link,
    node,
    async open() {
      await node.start()
      const tries = await Promise.allSettled(dial.map((address) => node.dial(multiaddr(address))))
      // One that answers is enough to begin with.
      const failed = tries.filter((each) => each.status === 'rejected')
      if (dial.length > 0 && failed.length === dial.length) {
        throw new FirstContactError(dial, { cause: new AggregateError(failed.map(({ reason }) => reason)) })
      }
    },
    async close() {
      await link.close()
      await node.stop()
    },
  }
}
