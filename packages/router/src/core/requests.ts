import { bucketOf } from '../announcement.ts'
import { readEnvelope } from '../envelope.ts'
import type { Frame, Label } from '../frame.ts'
import type { NeighbourId } from '../link.ts'
import { addJob } from './checks.ts'
import { SELF } from './events.ts'
import { limits } from './limits.ts'
import { nextOnStem } from './links.ts'
import { choosePointer, strayFrom, penalise, reward } from './pointers.ts'
import { sendControl, serve } from './queues.ts'
import { count, type Half, type Poor, type Port, type Step, type Stream } from './state.ts'
import { createHalf, findHalf, resetStream } from './streams.ts'

type Open = Extract<Frame, { kind: 'open' }>
type Reply = Extract<Frame, { kind: 'reply' }>

/** Requests hold for this bucket and the next: long enough for any path, short enough to remember what was answered. */
const MAX_REQUEST_BUCKETS_AHEAD = 2

/** A request came in: it goes on along its stem, along pointers, or home, and leaves a trail for the reply. */
export function onOpen(step: Step, port: Port, frame: Open, idOf: () => string): void {
  const { service, expiry } = readEnvelope(frame.envelope)
  const { state, now } = step
  if (port.theirs.has(frame.channel)) return refuse(step, port, frame.channel, 'broken')
  const bucket = bucketOf(now)
  const timely = expiry >= bucket && expiry <= bucket + MAX_REQUEST_BUCKETS_AHEAD
  if (!timely) return refuse(step, port, frame.channel, 'unreachable')
  if (port.theirs.size >= limits.streamsPerNeighbour || state.streams >= limits.streams) {
    count(step, 'overLimit')
    return refuse(step, port, frame.channel, 'busy')
  }
  const id = idOf()
  // A stem that came through here is no reason for the trail not to: stems are counted apart, for each link.
  const visits = isTrail(frame.label) ? state.visits.visit(id) : 0
  if (visits >= limits.visitsPerRequest) return refuse(step, port, frame.channel, 'unreachable')
  const route = nextOf(step, port.id, frame.label, service, id, visits)
  const next = route && state.ports.get(route.to)
  if (!route || !next) return refuse(step, port, frame.channel, 'unreachable')
  const stream: Stream = createStream(port, frame.channel, { id, service, expiry }, now)
  stream.pointer = route.pointer
  stream.host = route.host
  stream.downstream = createHalf(next, next.nextChannel, true, stream)
  next.nextChannel = (next.nextChannel + 1) >>> 0
  state.streams++
  count(step, 'opened')
  const { channel } = stream.downstream
  sendControl(step, next, { kind: 'open', label: route.label, channel, envelope: frame.envelope })
}

function createStream(port: Port, channel: number, request: Stream['request'], now: number): Stream {
  const stream = {
    request,
    service: request.service as Stream['service'],
    downstream: undefined,
    pointer: undefined,
    host: undefined,
    replied: false,
    lastAt: now,
  } as Omit<Stream, 'upstream'> & { upstream?: Half }
  stream.upstream = createHalf(port, channel, false, stream as Stream)
  return stream as Stream
}

interface Route {
  readonly to: NeighbourId
  readonly label: Label
  readonly pointer?: Poor | undefined
  readonly host?: Poor | undefined
}

function nextOf(
  step: Step,
  from: NeighbourId,
  label: Label,
  service: Stream['service'],
  id: string,
  visits: number,
): Route | undefined {
  if (!isTrail(label)) {
    const next = nextOnStem(step, from, label, id)
    if (next) return next
    // With no neighbour at all, our own request waits for one rather than showing where it began.
    if (from === SELF && label === 'walk') return undefined
  }
  const way = choosePointer(step, service, from, label === 'home', id, visits)
  return way ?? (label === 'home' ? undefined : strayFrom(step, service, from, id, visits))
}

function isTrail(label: Label): boolean {
  return label === 'trail' || label === 'home'
}

/** Says no, and no more than that. */
export function refuse(step: Step, port: Port, channel: number, reason: 'unreachable' | 'broken' | 'busy'): void {
  count(step, 'refused')
  sendControl(step, port, { kind: 'reset', channel, opener: false, reason })
}

/** The host's first frame came back. It goes on when its signature is found to be good, and what follows waits. */
export function onReply(step: Step, port: Port, frame: Reply): void {
  const half = findHalf(port, frame)
  // A stream may have ended while its reply was on the way.
  if (!half) return
  const { stream } = half
  const { upstream } = stream
  if (half !== stream.downstream || stream.replied || upstream.gone || upstream.held) {
    return resetStream(step, half, 'broken')
  }
  const isOwn = port.id === SELF
  const job = isOwn ? undefined : addJob(step, port, { about: 'reply', from: port.id, half })
  if (!isOwn && job === undefined) return resetStream(step, half, 'busy')
  half.window -= replyBytes(frame)
  upstream.held = true
  upstream.queue.push({ ...frame, channel: upstream.channel, opener: false })
  // Our own end has just signed it.
  if (job === undefined) return onReplyChecked(step, half, true)
  const { signature, sealed } = frame
  step.effects.push({ type: 'check', job, check: { about: 'reply', request: stream.request, signature, sealed } })
}

export function onReplyChecked(step: Step, half: Half, ok: boolean): void {
  const { stream } = half
  if (!ok) {
    count(step, 'invalid')
    penalise(step, stream)
    resetStream(step, half, 'broken')
    // Whoever passed it on had to check it too.
    return void step.effects.push({ type: 'disconnect', neighbour: half.port.id, reason: 'a forged reply' })
  }
  stream.replied = true
  reward(stream)
  count(step, 'replied')
  stream.upstream.held = false
  serve(step, stream.upstream)
}

function replyBytes(frame: Reply): number {
  return 70 + frame.sealed.length
}
