import { type Agenda, createAgenda } from '../agenda.ts'
import type { NeighbourId } from '../link.ts'
import type { SpreadCopy, Verdict } from '../spread.ts'
import type { Random } from '../time.ts'
import type { SpreadFrame } from './frame.ts'
import type { SpreadLimits, SpreadTimes } from './limits.ts'
import type { MessageId } from './message-id.ts'
import { createMessageStore, type MessageStore, type StoredMessage } from './message-store.ts'
import type { TokenBucket } from './token-bucket.ts'

export type SpreadEvent =
  | { readonly type: 'up' | 'down'; readonly neighbour: NeighbourId }
  | { readonly type: 'join' | 'leave'; readonly topic: string }
  | { readonly type: 'publish'; readonly topic: string; readonly bytes: Uint8Array; readonly id: MessageId }
  | { readonly type: 'frame'; readonly from: NeighbourId; readonly frame: SpreadFrame; readonly id?: MessageId }
  | { readonly type: 'bad frame'; readonly from: NeighbourId }
  | { readonly type: 'verdict'; readonly id: MessageId; readonly verdict: Verdict }
  | { readonly type: 'wake' }

export type SpreadEffect =
  | { readonly type: 'send'; readonly to: NeighbourId; readonly frame: SpreadFrame }
  | {
      readonly type: 'validate'
      readonly message: StoredMessage
      readonly bytes: Uint8Array
      readonly from: NeighbourId
    }
  | { readonly type: 'copy'; readonly copy: SpreadCopy }
  | { readonly type: 'disconnect'; readonly neighbour: NeighbourId; readonly reason: string }

/** What falls due: a push to one neighbour, telling ids to the others, asking for what is missing. */
export type Due =
  | { readonly type: 'push'; readonly message: StoredMessage; readonly to: NeighbourId }
  | { readonly type: 'tell' | 'seek'; readonly topic: TopicState }

export interface Missing {
  readonly sources: NeighbourId[]
  seekAt: number
}

export interface TopicLink {
  /** Part of the tree: payloads are pushed. On all other links only ids are told. */
  eager: boolean
  /** Stays in the tree as far as this end decides, for `lazyFraction`. */
  readonly kept: boolean
  /** When its turn is to be told ids. */
  readonly turn: number
}

export interface TopicState {
  readonly topic: string
  /** Neighbours that joined the topic too. */
  readonly links: Map<NeighbourId, TopicLink>
  /** Messages whose ids wait to be told. */
  untold: { readonly message: StoredMessage; readonly at: number }[]
  readonly missing: Map<MessageId, Missing>
  /** Whose turn it is to be told ids. */
  turn: number
  /** How many messages come in a second, and when that was estimated. */
  rate: number
  ratedAt: number
  seekingAt: number
}

export interface NeighbourState {
  readonly bucket: TokenBucket
  readonly topics: Set<string>
}

export interface SpreadState {
  readonly limits: SpreadLimits
  readonly times: SpreadTimes
  readonly lazyFraction: number
  readonly topics: Map<string, TopicState>
  readonly neighbours: Map<NeighbourId, NeighbourState>
  readonly messages: MessageStore
  readonly agenda: Agenda<Due>
}

/** One step's surroundings. Effects are collected in order. */
export interface Step {
  readonly state: SpreadState
  readonly now: number
  readonly random: Random
  readonly effects: SpreadEffect[]
}

export function createSpreadState(limits: SpreadLimits, times: SpreadTimes, lazyFraction = 1): SpreadState {
  return {
    limits,
    times,
    lazyFraction,
    topics: new Map(),
    neighbours: new Map(),
    messages: createMessageStore(limits),
    agenda: createAgenda(),
  }
}

export function createTopicState(topic: string): TopicState {
  return {
    topic,
    links: new Map(),
    untold: [],
    missing: new Map(),
    turn: 0,
    rate: 1,
    ratedAt: -Infinity,
    seekingAt: Infinity,
  }
}

export function send(step: Step, to: NeighbourId, frame: SpreadFrame): void {
  step.effects.push({ type: 'send', to, frame })
}
