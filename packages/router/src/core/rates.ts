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
  if (cost === 0 || take(port.bucket, cost, step.now, limits.burst, limits.tokensPerSecond)) {
    // It had been quiet for a while: what it once did too much of is forgotten.
    if (port.bucket.tokens > limits.burst / 2) port.excess = 0
    return true
  }
  count(step, 'overLimit')
  port.excess++
  return false
}

/** Whether it went on for so long that it is meant. */
export function isFlooding(port: Port): boolean {
  return port.excess > limits.excessFrames
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
