import type { NeighbourId } from '../link.ts'
import { drawFraction } from './draw.ts'
import { pushRecent } from './passing.ts'
import { createTopicState, type Step, send, type TopicLink, type TopicState } from './state.ts'
import { tellEverything, turns } from './telling.ts'
import { createTokenBucket } from './token-bucket.ts'

// A random graph in which everyone chooses four is connected all but surely; a dozen would cost three times the copies.
const mendingLinks = 4

export function neighbourUp(step: Step, id: NeighbourId): void {
  const { state } = step
  if (state.neighbours.has(id)) return
  const bucket = createTokenBucket(state.limits.burst, state.limits.tokensPerSecond)
  state.neighbours.set(id, { bucket, topics: new Set() })
  for (const topic of state.topics.keys()) send(step, id, { type: 'join', topic })
}

export function neighbourDown(step: Step, id: NeighbourId): void {
  step.state.neighbours.delete(id)
  for (const topic of step.state.topics.values()) removeLink(step, topic, id)
}

export function joinTopic(step: Step, name: string): void {
  const { topics, neighbours } = step.state
  if (topics.has(name)) return
  const topic = createTopicState(name)
  topics.set(name, topic)
  for (const [id, neighbour] of neighbours) {
    send(step, id, { type: 'join', topic: name })
    if (neighbour.topics.has(name)) addLink(step, topic, id)
  }
}

export function leaveTopic(step: Step, name: string): void {
  if (!step.state.topics.delete(name)) return
  for (const id of step.state.neighbours.keys()) send(step, id, { type: 'leave', topic: name })
}

export function neighbourJoined(step: Step, id: NeighbourId, name: string): void {
  const neighbour = step.state.neighbours.get(id)
  if (!neighbour || neighbour.topics.size >= step.state.limits.maxTopicsPerNeighbour) return
  neighbour.topics.add(name)
  const topic = step.state.topics.get(name)
  if (topic) addLink(step, topic, id)
}

export function neighbourLeft(step: Step, id: NeighbourId, name: string): void {
  step.state.neighbours.get(id)?.topics.delete(name)
  const topic = step.state.topics.get(name)
  if (topic) removeLink(step, topic, id)
}

/** A new link starts in the tree: the first copy too many takes it out again, and until then nothing is missed. */
function addLink(step: Step, topic: TopicState, id: NeighbourId): void {
  if (topic.links.has(id)) return
  const turn = Math.floor(drawFraction(step.random) * turns)
  topic.links.set(id, { eager: true, kept: isKept(step), turn })
  tellEverything(step, topic, id)
}

/** Either end may take a link out of the tree: both keep it with the chance that one of them has twice over. */
function isKept({ state, random }: Step): boolean {
  return state.lazyFraction < 1 && drawFraction(random) < Math.sqrt(1 - state.lazyFraction)
}

/**
 * Where a link of the tree is lost, the tree has fallen apart, and nobody knows where its parts still touch. Some links
 * of each peer that lost one join the tree at once; the copies too many prune it again.
 */
function removeLink(step: Step, topic: TopicState, id: NeighbourId): void {
  const lost = topic.links.get(id)
  topic.links.delete(id)
  if (!lost?.eager) return
  const lazy = [...topic.links].filter(([, { eager }]) => !eager)
  for (let grafts = Math.min(mendingLinks, lazy.length); grafts > 0; grafts--) {
    const [chosen] = lazy.splice(Math.floor(drawFraction(step.random) * lazy.length), 1)
    if (chosen) graft(step, topic, ...chosen)
  }
}

function graft(step: Step, topic: TopicState, to: NeighbourId, link: TopicLink): void {
  link.eager = true
  send(step, to, { type: 'graft', topic: topic.topic })
  pushRecent(step, topic, to)
}
