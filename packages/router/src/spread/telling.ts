import type { NeighbourId } from '../link.ts'
import { drawFraction } from './draw.ts'
import type { MessageId } from './message-id.ts'
import type { StoredMessage } from './message-store.ts'
import { type Step, send, type TopicState } from './state.ts'

// Each neighbour has one turn of these per round. More turns, sooner rescue for who missed a message; fewer timers.
export const turns = 16

/** Has the message's id told to everyone who does not hear of it otherwise. */
export function tellLater(step: Step, topic: TopicState, message: StoredMessage): void {
  // The root makes soon unlikely: a window's sharp edge would single out the peer that tells first.
  const at = step.now + step.state.times.tellWithinMs * Math.sqrt(drawFraction(step.random))
  if (topic.untold.length === 0) nextTurn(step, topic)
  topic.untold.push({ message, at })
}

function nextTurn({ state, now }: Step, topic: TopicState): void {
  state.agenda.add(now + state.times.tellEveryMs / turns, { type: 'tell', topic })
}

/** Tells the ids that are due to the neighbours whose turn it is, unless they are known to have the messages. */
export function tellIds(step: Step, topic: TopicState): void {
  const { now, state } = step
  topic.turn = (topic.turn + 1) % turns
  const due = topic.untold.filter(({ at }) => at <= now).map(({ message }) => message)
  for (const [to, link] of topic.links) if (link.turn === topic.turn) tell(step, topic, to, due)
  // A full round after it fell due, everyone had a turn.
  const done = now - state.times.tellEveryMs
  for (const { message, at } of topic.untold) if (at <= done) message.known = undefined
  topic.untold = topic.untold.filter(({ at }) => at > done)
  if (topic.untold.length > 0) nextTurn(step, topic)
}

function tell(step: Step, topic: TopicState, to: NeighbourId, due: readonly StoredMessage[]): void {
  const news = due.filter(({ known }) => known && !known.has(to))
  for (const message of news) {
    message.known?.add(to)
    message.told = true
  }
  sendIds(
    step,
    to,
    topic,
    news.map(({ id }) => id),
  )
}

/** A newcomer hears of all that it may have missed. What is younger is told in its time, as to everyone. */
export function tellEverything(step: Step, topic: TopicState, to: NeighbourId): void {
  const ids: MessageId[] = []
  const young = new Set(topic.untold.filter(({ at }) => at > step.now).map(({ message }) => message))
  for (const message of step.state.messages.held()) {
    if (message.topic !== topic.topic || message.status !== 'accepted' || young.has(message)) continue
    message.known?.add(to)
    ids.push(message.id)
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
