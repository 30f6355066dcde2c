import type { Libp2p, PeerId } from '@libp2p/interface'
import { createInbox } from '../inbox.ts'
import { candidateOf } from '../signed-record.ts'
import type { Candidate, DiscoverySource } from '../source.ts'

type Node = Pick<Libp2p, 'getPeers' | 'peerStore' | 'addEventListener' | 'removeEventListener'>

// As many as libp2p's own limit of connections.
const MAX_WAITING = 300

/**
 * Whoever connects to this peer and says where it listens (libp2p's identify, whose record is signed): known from then
 * on, and passed on by exchange. Finds nobody new by itself.
 */
export function neighbours(node: Node): DiscoverySource {
  async function signedRecordOf(id: PeerId): Promise<Candidate[]> {
    try {
      const { peerRecordEnvelope } = await node.peerStore.get(id)
      return peerRecordEnvelope ? [candidateOf(peerRecordEnvelope)] : []
    } catch {
      // It was forgotten between the event and the look.
      return []
    }
  }

  async function* find({ signal }: { signal: AbortSignal }): AsyncIterable<Candidate> {
    const inbox = createInbox<PeerId>(MAX_WAITING, signal)
    for (const id of node.getPeers()) inbox.push(id)
    const onUpdate = (event: CustomEvent<{ peer: { id: PeerId } }>): void => {
      if (node.getPeers().some((id) => id.equals(event.detail.peer.id))) inbox.push(event.detail.peer.id)
    }
    node.addEventListener('peer:update', onUpdate)
    try {
      for await (const id of inbox) yield* await signedRecordOf(id)
    } finally {
      node.removeEventListener('peer:update', onUpdate)
    }
  }

  return { name: 'neighbours', origin: 'strangers', find }
}
