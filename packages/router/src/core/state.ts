import type { SignedAnnouncement, ServiceId } from '../announcement.ts'
import type { Frame, Label } from '../frame.ts'
import type { NeighbourId } from '../link.ts'
import type { Random } from '../time.ts'
import type { TokenBucket } from '../token-bucket.ts'
import type { Effect, Metric, Replied } from './events.ts'
import { SELF } from './events.ts'
import { createSeen, type Seen } from './seen.ts'
import { limits } from './limits.ts'

/** One neighbour, or this peer's own end. */
export interface Port {
  readonly id: NeighbourId
  readonly outbound: boolean
  readonly group: string
  /** Of our own end, where no link is of our own choice: where its messages go. */
  successor: NeighbourId | undefined
  /** Whether stems that came in here begin to end: drawn once, so that asking again tells nothing new. */
  readonly endsStems: boolean
  nextChannel: number
  /** Streams by number, those that we opened on this link and those that the neighbour opened. */
  readonly ours: Map<number, Half>
  readonly theirs: Map<number, Half>
  readonly control: Frame[]
  /** Streams with something to send, each served in turn. */
  readonly ready: Half[]
  inFlight: number
  checks: number
  readonly bucket: TokenBucket
  /** What the windows of its streams grew by. */
  grown: number
  /** Frames that may still come although the bucket is empty. */
  readonly excess: TokenBucket
  /** The highest channel that the neighbour opened. */
  opened: number
  /** What this neighbour says of how near it is to where an announcement's stem ended. */
  readonly ranks: Map<string, number>
  /** Announcements that we asked this neighbour for. */
  readonly wanted: Set<string>
  /** How well requests went that went this way: near 1 if they were answered, near 0 if not. */
  trust: number
}

/** One side of a stream at this peer: towards the asker, or towards the host. */
export interface Half {
  readonly port: Port
  readonly channel: number
  readonly opener: boolean
  readonly stream: Stream
  /** Bytes that the neighbour lets us send. */
  credit: number
  /** Bytes that we let the neighbour send. */
  window: number
  /** What that is when nothing waits here. */
  fullWindow: number
  /** Bytes sent on elsewhere, for which the neighbour gets new credit soon. */
  owed: number
  readonly queue: Frame[]
  /** The queue's first frame waits for a check of its signature. */
  held: boolean
  listed: boolean
  /** The stream ends when the queue is empty. */
  closing: boolean
  /** Nothing is sent or taken any more. */
  gone: boolean
}

/** A request on its way through this peer, its reply, and the bytes of both. */
export interface Stream {
  readonly request: Replied
  readonly service: ServiceId
  readonly upstream: Half
  downstream: Half | undefined
  /** The pointer that was followed, to be remembered for what came of it. */
  pointer: Poor | undefined
  /** The host that it leads to, as far as is known here. */
  host: Poor | undefined
  replied: boolean
  lastAt: number
}

/** Something that led nowhere of late. */
export interface Poor {
  /** Until when it is used only if there is no other. */
  poorUntil: number
}

/** The way home along a stem: serves only requests from the peer that the announcement was passed to. */
export interface StemPointer extends Poor {
  readonly from: NeighbourId
  /** `undefined` where the stem ended: there anyone may come. */
  readonly passedTo: NeighbourId | undefined
  readonly announcement: SignedAnnouncement
}

/** One host of a service, as far as this peer has heard. */
export interface Instance extends Poor {
  /** The newest announcement that came by the spread: what may be shown to anyone. Never one held in a stem. */
  spread: SignedAnnouncement | undefined
  /** How many peers it passed since its stem ended. Neighbours of lower rank are the way there. */
  rank: number | undefined
  /** How often the rank was raised since the announcement came. */
  lifts: number
  /** Neighbours that led nowhere of late. */
  readonly poor: Map<NeighbourId, Poor>
  stems: StemPointer[]
}

export type Job =
  | {
      readonly about: 'stem'
      readonly from: NeighbourId
      readonly label: Label
      readonly id: string
      readonly announcement: SignedAnnouncement
    }
  | { readonly about: 'give'; readonly from: NeighbourId; readonly announcement: SignedAnnouncement }
  | { readonly about: 'reply'; readonly from: NeighbourId; readonly half: Half }

export interface State {
  readonly ports: Map<NeighbourId, Port>
  /** Neighbours that stems go through, those chosen first in front: the first that is up is the guard. */
  stemNeighbours: NeighbourId[]
  /** When somebody else's message last went along its stem through here. */
  relayedStemAt: number
  /** When one of them was last replaced. */
  replacedAt: number
  readonly services: Map<ServiceId, Map<string, Instance>>
  /** Announcements that may be shown, by their ids. */
  readonly shown: Map<string, SignedAnnouncement>
  readonly jobs: Map<number, Job>
  nextJob: number
  readonly visits: Seen
  streams: number
  /** What neighbours that spent their own tokens share. */
  readonly spare: TokenBucket
  nextSweep: number
}

/** One step's surroundings: what it may read, and where it says what is to be done. */
export interface Step {
  readonly state: State
  readonly now: number
  readonly random: Random
  readonly effects: Effect[]
}

/** `stemNeighbours` are those of an earlier run. */
export function createState(now: number, stemNeighbours: readonly NeighbourId[] = []): State {
  const state: State = {
    ports: new Map(),
    stemNeighbours: [...stemNeighbours],
    // A new peer has yet to see what comes through it.
    relayedStemAt: now,
    replacedAt: Number.NEGATIVE_INFINITY,
    services: new Map(),
    shown: new Map(),
    jobs: new Map(),
    nextJob: 0,
    visits: createSeen(limits.rememberedIds),
    streams: 0,
    spare: { tokens: limits.spareBurst, at: now },
    nextSweep: 0,
  }
  // Our own stems begin at `walk` and are never shortened here, or the guard would see the difference.
  state.ports.set(SELF, createPort({ id: SELF, outbound: false, group: '' }, false))
  return state
}

export function createPort(neighbour: { id: NeighbourId; outbound: boolean; group: string }, endsStems: boolean): Port {
  return {
    ...neighbour,
    successor: undefined,
    endsStems,
    nextChannel: 0,
    ours: new Map(),
    theirs: new Map(),
    control: [],
    ready: [],
    inFlight: 0,
    checks: 0,
    // The first frame fills no bucket: time begins with it.
    bucket: { tokens: limits.newcomerTokens, at: Number.POSITIVE_INFINITY },
    excess: { tokens: limits.excessFrames, at: Number.POSITIVE_INFINITY },
    grown: 0,
    opened: -1,
    ranks: new Map(),
    wanted: new Set(),
    trust: 0.5,
  }
}

export function count(step: Step, what: Metric): void {
  step.effects.push({ type: 'count', what })
}

/** A number in [0, 1). */
export function fraction(random: Random): number {
  const [a = 0, b = 0, c = 0, d = 0] = random(4)
  return (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / 2 ** 32
}
