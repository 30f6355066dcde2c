import { type Frame, wireBytes } from '../frame.ts'
import { limits } from './limits.ts'
import { count, type Half, type Port, type Step } from './state.ts'

/** Queues a frame that belongs to no stream's bytes. Such frames go first: they are small, and others wait for them. */
export function sendControl(step: Step, port: Port, frame: Frame): void {
  if (port.control.length >= limits.controlFrames) return count(step, 'overLimit')
  port.control.push(frame)
  pump(step, port)
}

/** Queues a stream's frame behind those that it has there already. */
export function sendOnStream(step: Step, half: Half, frame: Frame): void {
  half.queue.push(frame)
  serve(step, half)
}

/** Looks again whether a stream has something to send that may be sent. */
export function serve(step: Step, half: Half): void {
  if (half.listed || !sendable(half)) return
  half.listed = true
  half.port.ready.push(half)
  pump(step, half.port)
}

/** Hands the link as much as it takes: control frames first, then one frame of each stream in turn. */
export function pump(step: Step, port: Port): void {
  while (port.inFlight < limits.framesInFlight) {
    // Counted first: sending a stream's frame gives credit elsewhere, and that may come back here.
    port.inFlight++
    const frame = port.control.shift() ?? nextOfStreams(step, port)
    if (!frame) {
      port.inFlight--
      return
    }
    step.effects.push({ type: 'send', to: port.id, frame })
  }
}

function nextOfStreams(step: Step, port: Port): Frame | undefined {
  for (let half = port.ready.shift(); half; half = port.ready.shift()) {
    half.listed = false
    if (!sendable(half)) continue
    const frame = half.queue.shift() as Frame
    const bytes = wireBytes(frame)
    half.credit -= bytes
    grant(step, otherHalf(half), bytes, half.queue.length === 0)
    if (half.closing && half.queue.length === 0) {
      port.control.push({ kind: 'reset', channel: half.channel, opener: half.opener, reason: 'done' })
      forget(step, half)
    } else if (sendable(half)) {
      half.listed = true
      port.ready.push(half)
    }
    return frame
  }
  return undefined
}

function sendable(half: Half): boolean {
  const first = half.queue[0]
  return first !== undefined && !half.held && half.credit >= wireBytes(first)
}

/** What was sent on makes room for as much: said in few frames, for each costs as much as any. */
function grant(step: Step, half: Half | undefined, sent: number, flows: boolean): void {
  if (!half || half.gone) return
  half.owed += sent
  if (half.owed < half.fullWindow / 4) return
  const bytes = half.owed + (flows ? grow(half) : 0)
  half.window += bytes
  half.owed = 0
  sendControl(step, half.port, { kind: 'credit', channel: half.channel, opener: half.opener, bytes })
}

/** Where nothing waits, the window is what holds the stream back: it doubles each time that it was used up. */
function grow(half: Half): number {
  const more = windowGrowth(half.fullWindow, half.owed, limits.grownPerNeighbour - half.port.grown)
  half.fullWindow += more
  half.port.grown += more
  return more
}

/** By how much a window of this size grows when so many bytes of it went on. */
export function windowGrowth(fullWindow: number, sent: number, most: number): number {
  return Math.max(0, Math.min(sent, limits.maxWindowBytes - fullWindow, most))
}

export function otherHalf(half: Half): Half | undefined {
  return half === half.stream.upstream ? half.stream.downstream : half.stream.upstream
}

/** Takes a half off its port: frames for it are from now on frames for nobody. */
export function forget(step: Step, half: Half): void {
  if (half.gone) return
  half.gone = true
  half.queue.length = 0
  half.port.grown -= half.fullWindow - limits.windowBytes
  half.port[half.opener ? 'ours' : 'theirs'].delete(half.channel)
  const other = otherHalf(half)
  if (!other || other.gone) step.state.streams--
}
