import type { NeighbourId } from '../link.ts'
import { drawFraction } from './draw.ts'
import type { MessageId } from './message-id.ts'
import type { StoredMessage } from './message-store.ts'
import { type Step, send, type TopicState } from './state.ts'

/** Has the message's id told to everyone who does not hear of it otherwise. */
export function tellLater(step: Step, topic: TopicState, message: StoredMessage): void {
  // The root makes soon unlikely: a window's sharp edge would single out the peer that tells first.
  const delayMs = step.state.times.tellWithinMs * Math.sqrt(drawFraction(step.random))
  topic.untold.push({ message, at: step.now + delayMs })
  if (topic.untold.length === 1) scheduleTelling(step, topic, step.now + delayMs)
}

function scheduleTelling({ state }: Step, topic: TopicState, at: number): void {
  state.agenda.add(Math.max(at, topic.toldAt + state.times.tellEveryMs), { type: 'tell', topic })
}

/**
 * Tells the ids that are due, to every neighbour that is not known to have their messages. All at one time: a spy with
 * many links to us gets one sample of when we had a message, not many.
 */
export function tellIds(step: Step, topic: TopicState): void {
  const due = topic.untold.filter(({ at }) => at <= step.now).map(({ message }) => message)
  topic.untold = topic.untold.filter(({ at }) => at > step.now)
  topic.toldAt = step.now
  for (const to of topic.links.keys()) {
    const ids = due.filter(({ known }) => known && !known.has(to)).map(({ id }) => id)
    sendIds(step, to, topic, ids)
  }
  for (const message of due) {
    message.known = undefined
    message.told = true
  }
  if (topic.untold.length === 0) return
  scheduleTelling(
    step,
    topic,
    topic.untold.reduce((first, { at }) => Math.min(first, at), Infinity),
  )
}

/** A newcomer hears of all that it may have missed. What is younger is told in its time, as to everyone. */
export function tellEverything(step: Step, topic: TopicState, to: NeighbourId): void {
  const ids: MessageId[] = []
  for (const message of step.state.messages.held()) {
    if (message.topic === topic.topic && message.status === 'accepted' && !message.known) ids.push(message.id)
  }
  sendIds(step, to, topic, ids)
}

function sendIds(step: Step, to: NeighbourId, { topic }: TopicState, ids: readonly MessageId[]): void {
  const most = step.state.limits.maxIdsPerFrame
  for (let start = 0; start < ids.length; start += most) {
    send(step, to, { type: 'have', topic, ids: ids.slice(start, start + most) })
  }
}

/** Who is heard before we told anyone had the message before others had it from us: see `SpreadCopy`. */
export function reportCopy({ effects }: Step, message: StoredMessage, from: NeighbourId, first: boolean): void {
  const { topic, bytes, told } = message
  if (bytes) effects.push({ type: 'copy', copy: { topic, bytes, from, first, upstream: !told } })
}
