import { channels, linkChannel } from '../link-channel.ts'
import type { Link, NeighbourId } from '../link.ts'
import { systemClock, systemRandom } from '../real-time.ts'
import type { Spread, SpreadCopy, Verdict } from '../spread.ts'
import type { Clock, Random } from '../time.ts'
import { MessageTooLongError, NotJoinedError } from './errors.ts'
import { decodeFrame, encodeFrame, encodeTopic } from './frame.ts'
import { defaultLimits, defaultTimes, type SpreadLimits, type SpreadTimes } from './limits.ts'
import { messageId } from './message-id.ts'
import { createOutbox } from './outbox.ts'
import { createSpreadState, type SpreadEffect, type SpreadEvent } from './state.ts'
import { step } from './step.ts'

export interface LazyTreeOptions {
  /** Shared with the router: frames of this spread carry a channel of their own. */
  link: Link
  clock?: Clock
  random?: Random
  /** Each has a reason beside it in `SpreadLimits`. */
  limits?: Partial<SpreadLimits>
  /** Alike in the whole mesh. @default measured for privacy and speed together */
  times?: Partial<SpreadTimes>
  /**
   * Part of the links outside the tree that carry ids only; along the others payloads are pushed too. Less than all of
   * them makes a mesh quicker that loses peers or frames all the time, for that many more copies. @default 1
   */
  lazyFraction?: number
}

type Validate = (bytes: Uint8Array, from: NeighbourId) => Verdict | Promise<Verdict>

/**
 * Pushes each message along a tree that grows and mends itself, and only ids along all other links: about one copy of
 * the payload per peer. Copies are known by their hash before anything is verified.
 */
export function lazyTree(options: LazyTreeOptions): Spread {
  const { clock = systemClock, random = systemRandom() } = options
  const limits = { ...defaultLimits, ...options.limits }
  const state = createSpreadState(limits, { ...defaultTimes, ...options.times }, options.lazyFraction)
  const link = linkChannel(options.link, channels.spread)
  const outbox = createOutbox(link, limits.maxQueuedBytes)
  const validators = new Map<string, Validate>()
  const listeners = new Set<(copy: SpreadCopy) => void>()
  const alarm = createAlarm(
    clock,
    () => state.agenda.nextAt(),
    () => dispatch({ type: 'wake' }),
  )
  let closed = false

  function dispatch(event: SpreadEvent): void {
    if (closed) return
    for (const effect of step(state, event, clock.now(), random)) perform(effect)
    alarm.set()
  }

  function perform(effect: SpreadEffect): void {
    switch (effect.type) {
      case 'send':
        return outbox.send(effect.to, encodeFrame(effect.frame))
      case 'disconnect':
        return link.disconnect(effect.neighbour, effect.reason)
      case 'copy':
        for (const listener of listeners) listener(effect.copy)
        return
      case 'validate':
        judge(effect)
    }
  }

  function judge({ message, bytes, from }: Extract<SpreadEffect, { type: 'validate' }>): void {
    const decide = (verdict: Verdict) => dispatch({ type: 'verdict', id: message.id, verdict })
    try {
      const verdict = validators.get(message.topic)?.(bytes, from) ?? 'ignore'
      if (typeof verdict === 'string') decide(verdict)
      else verdict.then(decide, () => decide('ignore'))
    } catch {
      // A validator that throws has not judged: the message goes no further, and nobody is blamed.
      decide('ignore')
    }
  }

  function frameArrived(from: NeighbourId, bytes: Uint8Array): void {
    const frame = decodeFrame(bytes, limits)
    if (!frame) return dispatch({ type: 'bad frame', from })
    if (frame.type !== 'message') return dispatch({ type: 'frame', from, frame })
    dispatch({ type: 'frame', from, frame, id: messageId(encodeTopic(frame.topic), frame.bytes) })
  }

  function neighboursChanged(): void {
    const present = new Set<NeighbourId>()
    for (const { id } of link.neighbours()) present.add(id)
    for (const neighbour of state.neighbours.keys()) {
      if (present.has(neighbour)) continue
      outbox.forget(neighbour)
      dispatch({ type: 'down', neighbour })
    }
    for (const neighbour of present) {
      if (!state.neighbours.has(neighbour)) dispatch({ type: 'up', neighbour })
    }
  }

  const unsubscribes = [link.onFrame(frameArrived), link.onChange(neighboursChanged)]
  neighboursChanged()

  return {
    async publish(topic, bytes) {
      if (!validators.has(topic)) throw new NotJoinedError(topic)
      if (bytes.length === 0 || bytes.length > limits.maxMessageBytes) {
        throw new MessageTooLongError(bytes.length, limits.maxMessageBytes)
      }
      // The caller may use its buffer again; what is spread must not change.
      const copy = bytes.slice()
      dispatch({ type: 'publish', topic, bytes: copy, id: messageId(encodeTopic(topic), copy) })
    },
    join(topic, validate) {
      encodeTopic(topic)
      validators.set(topic, validate)
      dispatch({ type: 'join', topic })
      return () => {
        if (validators.get(topic) !== validate) return
        validators.delete(topic)
        dispatch({ type: 'leave', topic })
      }
    },
    onCopy(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      for (const topic of state.topics.keys()) dispatch({ type: 'leave', topic })
      closed = true
      for (const unsubscribe of unsubscribes) unsubscribe()
      alarm.cancel()
      listeners.clear()
      validators.clear()
    },
  }
}

/** One timer for all that is due. */
function createAlarm(
  clock: Clock,
  nextAt: () => number | undefined,
  ring: () => void,
): { set(): void; cancel(): void } {
  let cancel = () => {}
  let setFor: number | undefined
  return {
    set() {
      const at = nextAt()
      if (at === setFor) return
      cancel()
      setFor = at
      if (at === undefined) return
      cancel = clock.after(at - clock.now(), () => {
        setFor = undefined
        ring()
      })
    },
    cancel: () => cancel(),
  }
}
