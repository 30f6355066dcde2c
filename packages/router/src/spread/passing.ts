import type { NeighbourId } from '../link.ts'
import type { Verdict } from '../spread.ts'
import { drawDelay } from './draw.ts'
import type { MessageId } from './message-id.ts'
import type { StoredMessage } from './message-store.ts'
import { fine } from './penalties.ts'
import { type Step, send, type TopicState } from './state.ts'
import { countMessage, isSurvey } from './survey.ts'
import { reportCopy, tellLater } from './telling.ts'

// About the time that a message takes through the whole mesh.
const underWayMs = 500

/** A payload from a neighbour. Its id is our own hash of it, so that copies are known before anything is verified. */
export function messageArrived(
  step: Step,
  topic: TopicState,
  from: NeighbourId,
  bytes: Uint8Array,
  id: MessageId,
): void {
  const link = topic.links.get(from)
  if (!link) return
  topic.missing.delete(id)
  const known = step.state.messages.get(id)
  if (known) return copyArrived(step, topic, known, from)
  link.eager = true
  const message = store(step, topic, bytes, id, from)
  step.effects.push({ type: 'validate', message, bytes, from })
}

/** A copy shows a circle in the tree. Those of some messages open it: the link they came by is taken out. */
function copyArrived(step: Step, topic: TopicState, message: StoredMessage, from: NeighbourId): void {
  if (message.status === 'refused') return fine(step, from, 'sent a message that was refused')
  message.known?.add(from)
  if (isSurvey(step, topic, message.id)) prune(step, topic, from)
  if (message.status === 'accepted') reportCopy(step, message, from, false)
}

function prune(step: Step, topic: TopicState, from: NeighbourId): void {
  const link = topic.links.get(from)
  if (link?.kept) return
  if (link) link.eager = false
  send(step, from, { type: 'prune', topic: topic.topic })
}

export function publishMessage(step: Step, topic: TopicState, bytes: Uint8Array, id: MessageId): void {
  if (step.state.messages.get(id)) return
  accept(step, topic, store(step, topic, bytes, id, undefined))
}

export function messageJudged(step: Step, id: MessageId, verdict: Verdict): void {
  const message = step.state.messages.get(id)
  if (message?.status !== 'judged soon') return
  const topic = step.state.topics.get(message.topic)
  if (verdict === 'accept' && topic) {
    accept(step, topic, message)
    for (const neighbour of copiesOf(message)) reportCopy(step, message, neighbour, neighbour === message.from)
    return
  }
  message.status = 'refused'
  if (verdict === 'reject') for (const neighbour of copiesOf(message)) fine(step, neighbour, 'sent a refused message')
  step.state.messages.drop(message)
}

/** Who sent it so far: before it is judged, nobody else is in `known`. */
function copiesOf(message: StoredMessage): NeighbourId[] {
  return [...(message.known ?? [])]
}

function store(
  { state, now }: Step,
  { topic }: TopicState,
  bytes: Uint8Array,
  id: MessageId,
  from: NeighbourId | undefined,
): StoredMessage {
  const known = new Set(from === undefined ? [] : [from])
  const message: StoredMessage = { id, topic, from, arrivedAt: now, status: 'judged soon', told: false, bytes, known }
  state.messages.add(message, now)
  return message
}

/** From here on nothing tells our own messages from others'. */
function accept(step: Step, topic: TopicState, message: StoredMessage): void {
  message.status = 'accepted'
  countMessage(step, topic)
  for (const [to, link] of topic.links) if (link.eager) pushLater(step, message, to)
  tellLater(step, topic, message)
}

function pushLater({ state, now, random }: Step, message: StoredMessage, to: NeighbourId): void {
  if (message.known?.has(to)) return
  // Drawn for each neighbour: equal delays would cancel out between two spies who compare.
  state.agenda.add(now + drawDelay(random, state.times.hopDelayMs), { type: 'push', message, to })
}

/** What was under way when a link joined the tree may have been lost with the one that it replaces. */
export function pushRecent(step: Step, topic: TopicState, to: NeighbourId): void {
  for (const { message } of topic.untold) {
    if (message.arrivedAt >= step.now - underWayMs) pushLater(step, message, to)
  }
}

export function pushMessage(step: Step, message: StoredMessage, to: NeighbourId): void {
  const link = step.state.topics.get(message.topic)?.links.get(to)
  if (!link?.eager || !message.bytes || message.known?.has(to)) return
  message.known?.add(to)
  message.told = true
  send(step, to, { type: 'message', topic: message.topic, bytes: message.bytes })
}
