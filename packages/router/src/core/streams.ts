import { type Channel, type Frame, type Reason, wireBytes } from '../frame.ts'
import type { NeighbourId } from '../link.ts'
import { limits } from './limits.ts'
import { penalise } from './pointers.ts'
import { forget, otherHalf, sendControl, sendOnStream, serve } from './queues.ts'
import { count, type Half, type Port, type Step, type Stream } from './state.ts'

export function createHalf(port: Port, channel: number, opener: boolean, stream: Stream): Half {
  const { windowBytes } = limits
  const half: Half = {
    port,
    channel,
    opener,
    stream,
    credit: windowBytes,
    window: windowBytes,
    fullWindow: windowBytes,
    owed: 0,
    queue: [],
    held: false,
    listed: false,
    closing: false,
    gone: false,
  }
  port[opener ? 'ours' : 'theirs'].set(channel, half)
  return half
}

/** The half that a frame from this port is about: the sender's channels are our `theirs`. */
export function findHalf(port: Port, { channel, opener }: Channel): Half | undefined {
  return port[opener ? 'theirs' : 'ours'].get(channel)
}

export function onData(step: Step, port: Port, frame: Extract<Frame, { kind: 'data' }>): void {
  const half = findHalf(port, frame)
  if (!half) return
  const bytes = wireBytes(frame)
  half.window -= bytes
  const other = otherHalf(half)
  if (half.window < 0) return misbehaved(step, half, 'more bytes than it had credit for')
  if (!other || other.gone || other.closing) return
  if (half === half.stream.downstream && !half.stream.replied && !other.held) {
    return misbehaved(step, half, 'bytes before a reply')
  }
  half.stream.lastAt = step.now
  count(step, 'relayedBytes')
  sendOnStream(step, other, { ...frame, channel: other.channel, opener: other.opener })
}

export function onCredit(step: Step, port: Port, frame: Extract<Frame, { kind: 'credit' }>): void {
  const half = findHalf(port, frame)
  if (!half) return
  half.credit += frame.bytes
  if (half.credit > limits.maxWindowBytes) return misbehaved(step, half, 'more credit than it was owed')
  serve(step, half)
}

/** The neighbour ended the stream: an orderly end waits for what is queued before it, a break does not. */
export function onReset(step: Step, port: Port, frame: Extract<Frame, { kind: 'reset' }>): void {
  const half = findHalf(port, frame)
  if (half) endFrom(step, half, frame.reason)
}

/** A half ended, or its link did: tells the other side. */
function endFrom(step: Step, half: Half, reason: Reason): void {
  const { stream } = half
  const other = otherHalf(half)
  if (half === stream.downstream && !stream.replied && reason !== 'done') penalise(step, stream)
  forget(step, half)
  if (!other || other.gone) return
  if (reason === 'done' && other.queue.length > 0 && !other.held) other.closing = true
  else end(step, other, reason)
}

/** Ends both sides of a stream at once. */
export function resetStream(step: Step, half: Half, reason: Reason): void {
  const other = otherHalf(half)
  end(step, half, reason)
  if (other) end(step, other, reason)
}

/** Ends the streams of a link that is gone. */
export function dropPort(step: Step, port: Port): void {
  for (const half of [...port.ours.values(), ...port.theirs.values()]) endFrom(step, half, 'broken')
}

/** Ends streams that nobody answered in time, or that both ends have forgotten. */
export function expireStreams(step: Step): void {
  const { now, state } = step
  for (const port of state.ports.values()) {
    for (const half of port.theirs.values()) {
      const { stream } = half
      const patience = stream.replied ? limits.silentMs : limits.replyMs
      if (now - stream.lastAt < patience) continue
      if (!stream.replied) penalise(step, stream)
      resetStream(step, half, 'broken')
    }
  }
}

function end(step: Step, half: Half, reason: Reason): void {
  if (half.gone) return
  forget(step, half)
  sendControl(step, half.port, { kind: 'reset', channel: half.channel, opener: half.opener, reason })
}

function misbehaved(step: Step, half: Half, reason: string): void {
  const neighbour: NeighbourId = half.port.id
  count(step, 'invalid')
  resetStream(step, half, 'broken')
  step.effects.push({ type: 'disconnect', neighbour, reason })
}
