import { type Libp2p, createLibp2p } from 'libp2p'
import { gossipsub, StrictNoSign, TopicValidatorResult } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import { memory } from '@libp2p/memory'
import { noise } from '@libp2p/noise'
import { yamux } from '@libp2p/yamux'
import { lazyTree } from '@hydra/router'
import { libp2pLink } from '@hydra/router/libp2p'
import { messageIdOf } from './message.ts'

/** A node that broadcasts, by whichever means. */
export interface Broadcaster {
  readonly node: Libp2p
  publish(bytes: Uint8Array): Promise<void>
}

export interface Hooks {
  /** Same for both sides: checks the signature inside the message. */
  validate(bytes: Uint8Array): boolean
  onMessage(bytes: Uint8Array): void
  /** A payload came in, whether for the first time or not. */
  onPayload(): void
}

const topic = 'bench'

const settings = (name: string) => ({
  addresses: { listen: [`/memory/${name}`] },
  transports: [memory()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  // All peers share one "host": the default of five connections a second is for strangers.
  // Pings of 800 connections would cost more than the messages do, on both sides.
  connectionMonitor: { enabled: false },
  connectionManager: { inboundConnectionThreshold: Number.POSITIVE_INFINITY, maxIncomingPendingConnections: 1_000 },
})

export function startNode(name: string): Promise<Libp2p> {
  return createLibp2p(settings(name))
}

/** Our spread, as it ships. */
export async function startLazyTree(name: string, hooks: Hooks): Promise<Broadcaster> {
  const node = await startNode(name)
  const link = await libp2pLink(node)
  // The channel's byte, the type's byte: only a message is this long.
  link.onFrame((_, frame) => {
    if (frame.length > 1_000) hooks.onPayload()
  })
  const spread = lazyTree({ link })
  spread.join(topic, (bytes) => (hooks.validate(bytes) ? 'accept' : 'reject'))
  spread.onCopy(({ first, bytes }) => {
    if (first) hooks.onMessage(bytes)
  })
  return { node, publish: (bytes) => spread.publish(topic, bytes) }
}

/**
 * `@libp2p/gossipsub` by itself, at its fastest: no signatures of its own beside the message's, a fast message id that
 * knows copies before anything else is done, no flood-publishing.
 */
export async function startGossipsub(name: string, hooks: Hooks, degree = 8): Promise<Broadcaster> {
  const pubsub = gossipsub({
    globalSignaturePolicy: StrictNoSign,
    floodPublish: false,
    fallbackToFloodsub: false,
    D: degree,
    Dlo: degree - 2,
    Dhi: degree + 4,
    allowPublishToZeroTopicPeers: true,
    fastMsgIdFn: ({ data }) => {
      hooks.onPayload()
      return data ? messageIdOf(data) : ''
    },
    msgIdFn: ({ data }) => data.subarray(0, 16),
  })
  const node = await createLibp2p({ ...settings(name), services: { identify: identify(), pubsub } })
  const service = node.services.pubsub
  service.topicValidators.set(topic, (_, { data }) =>
    hooks.validate(data) ? TopicValidatorResult.Accept : TopicValidatorResult.Reject,
  )
  service.addEventListener('message', ({ detail }) => hooks.onMessage(detail.data))
  service.subscribe(topic)
  return { node, publish: async (bytes) => void (await service.publish(topic, bytes)) }
}
