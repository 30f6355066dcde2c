import type { NeighbourId } from '../link.ts'
import { drawFraction } from './draw.ts'
import type { MessageId } from './message-id.ts'
import { charge } from './penalties.ts'
import { type Missing, type Step, send, type TopicState } from './state.ts'
import { reportCopy } from './telling.ts'

/** A neighbour says that it has messages: news of a copy, or of something that this peer has missed. */
export function idsTold(step: Step, topic: TopicState, from: NeighbourId, ids: readonly MessageId[]): void {
  if (!topic.links.has(from)) return
  for (const id of ids) {
    const message = step.state.messages.get(id)
    if (!message) miss(step, topic, from, id)
    else if (message.status === 'accepted') {
      message.known?.add(from)
      reportCopy(step, message, from, false)
    }
  }
}

function miss({ state, now, random }: Step, topic: TopicState, from: NeighbourId, id: MessageId): void {
  const { patienceMs } = state.times
  const known = topic.missing.get(id)
  if (known) {
    if (known.sources.length < state.limits.maxSources && !known.sources.includes(from)) known.sources.push(from)
    return
  }
  if (topic.missing.size >= state.limits.maxMissing) return
  // Drawn, so that the peers of a broken branch do not all ask at once, and one's answer reaches the others.
  const missing: Missing = { sources: [from], seekAt: now + patienceMs * (0.5 + drawFraction(random)) }
  topic.missing.set(id, missing)
  scheduleSeeking(state, topic, missing.seekAt)
}

function scheduleSeeking({ agenda }: Step['state'], topic: TopicState, at: number): void {
  if (at >= topic.seekingAt) return
  topic.seekingAt = at
  agenda.add(at, { type: 'seek', topic })
}

/** Asks for what did not come in time, and mends the tree towards whoever has it. */
export function seekMissing(step: Step, topic: TopicState): void {
  const { state, now } = step
  if (topic.seekingAt > now) return
  const wanted = new Map<NeighbourId, MessageId[]>()
  let next = Infinity
  for (const [id, missing] of topic.missing) {
    if (missing.seekAt <= now) {
      const source = takeSource(missing, topic)
      if (source === undefined) {
        topic.missing.delete(id)
        continue
      }
      missing.seekAt = now + state.times.retryMs
      wanted.set(source, [...(wanted.get(source) ?? []), id])
    }
    next = Math.min(next, missing.seekAt)
  }
  topic.seekingAt = Infinity
  if (next < Infinity) scheduleSeeking(state, topic, next)
  for (const [source, ids] of wanted) askFor(step, topic, source, ids)
}

function takeSource({ sources }: Missing, topic: TopicState): NeighbourId | undefined {
  for (let source = sources.shift(); source !== undefined; source = sources.shift()) {
    if (topic.links.has(source)) return source
  }
  return undefined
}

function askFor(step: Step, topic: TopicState, source: NeighbourId, ids: readonly MessageId[]): void {
  const most = step.state.limits.maxIdsPerFrame
  for (let start = 0; start < ids.length; start += most) {
    send(step, source, { type: 'want', topic: topic.topic, ids: ids.slice(start, start + most) })
  }
  const link = topic.links.get(source)
  if (!link || link.eager) return
  link.eager = true
  send(step, source, { type: 'graft', topic: topic.topic })
}

/** Sends what was asked for, as long as the neighbour has the tokens for it: one small frame must not draw megabytes. */
export function idsWanted(step: Step, topic: TopicState, from: NeighbourId, ids: readonly MessageId[]): void {
  for (const id of ids) {
    const message = step.state.messages.get(id)
    if (message?.status !== 'accepted' || message.topic !== topic.topic || !message.bytes) continue
    if (!charge(step, from, 1 + message.bytes.length / 1_024)) return
    message.known?.add(from)
    message.told = true
    send(step, from, { type: 'message', topic: topic.topic, bytes: message.bytes })
  }
}
