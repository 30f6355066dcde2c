import {
  gossipsub as createGossipsub,
  type GossipSub,
  type GossipSubComponents,
  TopicValidatorResult,
} from '@libp2p/gossipsub'
import { start, stop } from '@libp2p/interface'
import type { NeighbourId, Unsubscribe } from '../link.ts'
import { systemClock, systemRandom } from '../real-time.ts'
import type { Spread, SpreadCopy, Verdict } from '../spread.ts'
import { MessageTooLongError, NotJoinedError } from '../spread/errors.ts'
import { encodeTopic } from '../spread/frame.ts'
import { defaultLimits, defaultTimes } from '../spread/limits.ts'
import { messageId } from '../spread/message-id.ts'
import { drawDelay } from '../spread/draw.ts'
import type { Clock, Random } from '../time.ts'
import { createCopyLog } from './copy-log.ts'
import { createFines } from './fines.ts'
import { safeSettings } from './gossipsub-settings.ts'
import { createTeller, observeDuplicates } from './inside-gossipsub.ts'

export interface GossipsubOptions {
  /** Mean of the random delay before a message is passed on. @default 4 */
  hopDelayMs?: number
  /** Longer messages are refused on both ends. @default 16_000 */
  maxMessageBytes?: number
  clock?: Clock
  random?: Random
}

/** A libp2p service that is a `Spread`: give it to `createLibp2p` under a name, and take it from `node.services`. */
export type GossipsubService = Spread & { start(): Promise<void>; stop(): Promise<void> }

/**
 * Spreads over `@libp2p/gossipsub`, so that peers of other implementations take part. Its defaults name the origin;
 * these do not.
 *
 * ```ts
 * const node = await createLibp2p({ …, services: { identify: identify(), spread: gossipsub() } })
 * const router = createRouter({ spread: node.services.spread, … })
 * ```
 */
export function gossipsub(options: GossipsubOptions = {}): (components: GossipSubComponents) => GossipsubService {
  return (components) => {
    const { maxMessageBytes = defaultLimits.maxMessageBytes } = options
    const pubsub = createGossipsub(safeSettings(maxMessageBytes))(components)
    const disconnect = (neighbour: NeighbourId) => {
      for (const connection of components.connectionManager.getConnections()) {
        if (connection.remotePeer.toString() === neighbour) connection.abort(new Error('It sent what is never valid.'))
      }
    }
    return createSpread(pubsub, { ...options, maxMessageBytes, disconnect })
  }
}

type Validate = (bytes: Uint8Array, from: NeighbourId) => Verdict | Promise<Verdict>
type Settings = GossipsubOptions & { maxMessageBytes: number; disconnect: (neighbour: NeighbourId) => void }

function createSpread(pubsub: GossipSub, settings: Settings): GossipsubService {
  const { clock = systemClock, random = systemRandom(), maxMessageBytes } = settings
  const { hopDelayMs = defaultTimes.hopDelayMs } = settings
  const listeners = new Set<(copy: SpreadCopy) => void>()
  const joined = new Map<string, Unsubscribe>()
  const fine = createFines(clock, settings.disconnect)
  const copies = createCopyLog(clock, (copy) => {
    for (const listener of listeners) listener(copy)
  })
  observeDuplicates(pubsub, (id, from) => {
    if (copies.again(id, from)) fine(from)
  })

  const tell = createTeller(pubsub)
  pubsub.addEventListener('subscription-change', ({ detail: { peerId, subscriptions } }) => {
    for (const { topic, subscribe } of subscriptions) {
      const ids = subscribe && joined.has(topic) ? copies.recent(topic) : []
      if (ids.length > 0) tell(peerId.toString() as NeighbourId, topic, ids)
    }
  })

  /** Before our own messages as before others': nobody can tell them apart by how soon they leave. */
  const delay = () => new Promise<void>((resolve) => clock.after(drawDelay(random, hopDelayMs), resolve))

  async function judge(topic: string, bytes: Uint8Array, from: NeighbourId, validate: Validate): Promise<Verdict> {
    const id = messageId(encodeTopic(topic), bytes)
    copies.arrived(id, topic, bytes, from)
    const verdict = await verdictOf(validate, bytes, from)
    if (verdict === 'accept') await delay()
    if (verdict === 'accept') copies.accepted(id)
    else for (const neighbour of copies.refused(id)) if (verdict === 'reject') fine(neighbour)
    return verdict
  }

  return {
    async publish(topic, bytes) {
      if (!joined.has(topic)) throw new NotJoinedError(topic)
      if (bytes.length === 0 || bytes.length > maxMessageBytes) {
        throw new MessageTooLongError(bytes.length, maxMessageBytes)
      }
      const copy = bytes.slice()
      copies.own(messageId(encodeTopic(topic), copy), topic, copy)
      await delay()
      await pubsub.publish(topic, copy)
    },
    join(topic, validate) {
      joined.get(topic)?.()
      const leave = joinTopic(pubsub, topic, (bytes, from) => judge(topic, bytes, from, validate))
      joined.set(topic, leave)
      return () => {
        if (joined.get(topic) !== leave) return
        joined.delete(topic)
        leave()
      }
    },
    onCopy(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      for (const leave of joined.values()) leave()
      joined.clear()
      listeners.clear()
    },
    start: () => start(pubsub),
    stop: () => stop(pubsub),
  }
}

/** A validator that throws has not judged: the message goes no further, and nobody is blamed. */
async function verdictOf(validate: Validate, bytes: Uint8Array, from: NeighbourId): Promise<Verdict> {
  try {
    return await validate(bytes, from)
  } catch {
    return 'ignore'
  }
}

function joinTopic(
  pubsub: GossipSub,
  topic: string,
  judge: (bytes: Uint8Array, from: NeighbourId) => Promise<Verdict>,
): Unsubscribe {
  encodeTopic(topic)
  // What gossipsub calls the results is what we call them: 'accept', 'ignore', 'reject'.
  pubsub.topicValidators.set(
    topic,
    async (peer, { data }) => results[await judge(data, peer.toString() as NeighbourId)],
  )
  pubsub.subscribe(topic)
  return () => {
    pubsub.topicValidators.delete(topic)
    pubsub.unsubscribe(topic)
  }
}

const results = {
  accept: TopicValidatorResult.Accept,
  ignore: TopicValidatorResult.Ignore,
  reject: TopicValidatorResult.Reject,
}
