import { type GossipsubOpts, StrictNoSign } from '@libp2p/gossipsub'
import { encodeTopic } from '../spread/frame.ts'
import { messageId, readMessageId } from '../spread/message-id.ts'

/** What gossipsub must be told so that it does not name the origin of a message, or work for free. */
export function safeSettings(maxMessageBytes: number): Partial<GossipsubOpts> {
  return {
    // A signature would name the peer that published.
    globalSignaturePolicy: StrictNoSign,
    // Sending our own messages to everyone, and others' to the mesh, would tell which are ours.
    floodPublish: false,
    fallbackToFloodsub: false,
    // Peer exchange would tell strangers whom we are connected to.
    doPX: false,
    tagMeshPeers: true,
    allowPublishToZeroTopicPeers: true,
    ignoreDuplicatePublishError: true,
    // The whole envelope: the same id for everyone, and no other message can take it.
    msgIdFn: ({ topic, data }) => Uint8Array.from(messageId(encodeTopic(topic), data), (each) => each.charCodeAt(0)),
    msgIdToStrFn: (id) => readMessageId(id, 0),
    maxInboundDataLength: maxMessageBytes,
    // In heartbeats of a second: what a peer that joins within a minute may still ask for.
    mcacheLength: 62,
    // What 16 KiB frames can hold of what honest peers send; the defaults let one frame cost 5,000 look-ups of each.
    decodeRpcLimits: {
      maxSubscriptions: 128,
      maxMessages: 128,
      maxIhaveMessageIDs: 1_024,
      maxIwantMessageIDs: 1_024,
      maxIdontwantMessageIDs: 512,
      maxControlMessages: 128,
      maxPeerInfos: 0,
    },
  }
}
