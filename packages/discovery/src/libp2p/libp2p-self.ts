import type { Libp2p, PrivateKey } from '@libp2p/interface'
import type { Self } from '../dialer.ts'
import { signRecord } from '../signed-record.ts'

type Node = Pick<Libp2p, 'peerId' | 'getMultiaddrs'>

/** A libp2p node as it is shown to others; the key is the one that the node was created with. */
export function libp2pSelf(node: Node, key: PrivateKey): Self {
  return {
    peerId: node.peerId.toString(),
    addresses: () => node.getMultiaddrs().map((address) => address.toString()),
    sign: (addresses, sequence) => signRecord(key, addresses, sequence),
  }
}
