import type { Frame } from '../frame.ts'
import { take } from '../token-bucket.ts'
import { limits } from './limits.ts'
import { count, type Port, type Step } from './state.ts'
import { findHalf } from './streams.ts'

/**
 * Whether the neighbour may still cause what this frame causes. Bytes of streams cost nothing here: credit bounds them.
 * This peer's own end pays like any neighbour.
 */
export function mayCause(step: Step, port: Port, frame: Frame): boolean {
  const cost = costOf(port, frame)
  if (cost === 0 || take(port.bucket, cost, step.now, limits.burst, limits.tokensPerSecond)) return true
  // Whoever asks much lives on what is spare: nobody's own tokens become fewer by it.
  const isRequest = frame.kind === 'open'
  if (isRequest && take(step.state.spare, cost, step.now, limits.spareBurst, limits.sparePerSecond)) return true
  count(step, 'overLimit')
  return false
}

/** Whether a neighbour goes on so far beyond its tokens that it is meant. Counts the frame. */
export function isFlooding(step: Step, port: Port): boolean {
  return !take(port.excess, 1, step.now, limits.excessFrames, limits.excessPerSecond)
}

/** Whether a frame is about a stream that nobody ever opened: no honest peer sends one, not even late. */
export function isAboutNothing(port: Port, frame: Frame): boolean {
  if (!('opener' in frame)) return false
  return frame.opener ? frame.channel > port.opened : frame.channel >= port.nextChannel
}

function costOf(port: Port, frame: Frame): number {
  switch (frame.kind) {
    case 'open':
      return limits.openCost
    case 'stem':
      return limits.stemCost
    case 'have':
    case 'want':
      return limits.listCost
    case 'rank':
      return limits.rankCost
    case 'give':
      return limits.giveCost
    case 'broken':
      return limits.stemCost
    case 'reply':
    case 'data':
    case 'credit':
    case 'reset':
      return findHalf(port, frame) ? 0 : limits.strayCost
  }
}
