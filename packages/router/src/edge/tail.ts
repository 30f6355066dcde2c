import type { Clock, Random } from '../time.ts'
import { fraction } from '../core/state.ts'

/** How the links would look that this peer pretends are behind it. */
export interface TailOptions {
  /** Links to pretend, on average. @default 3 */
  meanLinks?: number
  /** A link's delay, there and back: drawn evenly between these for each. @default [40, 160] */
  linkMs?: readonly [number, number]
}

/** Runs one thing after the other, each as long after it was handed in as the first. */
export type Delay = (run: () => void) => void

export interface Tail {
  /** As long as a way to the end of these links, and back. */
  readonly whole: Delay
  /** As long as the first of them: when a relay hears that what it passed on has left room for more. */
  readonly first: Delay
}

/**
 * Without it an endpoint answers faster than any relay could, which tells it from a relay with certainty. Drawn once
 * per stream, for further links would not change either, and with a geometric number of links, so that having waited
 * for a while says nothing of how much longer it takes.
 */
export function createTail(clock: Clock, random: Random, options: TailOptions = {}): Tail {
  const { meanLinks = 3, linkMs: [least, most] = [40, 160] } = options
  const chance = meanLinks / (1 + meanLinks)
  const links: number[] = []
  while (fraction(random) < chance) links.push(least + (most - least) * fraction(random))
  const [first = 0] = links
  return {
    whole: delay(
      clock,
      links.reduce((sum, ms) => sum + ms, 0),
    ),
    first: delay(clock, first),
  }
}

function delay(clock: Clock, delayMs: number): Delay {
  if (delayMs === 0) return atOnce
  // Timers of equal length need not fire in order.
  const waiting: (() => void)[] = []
  return (run) => {
    waiting.push(run)
    clock.after(delayMs, () => waiting.shift()?.())
  }
}

const atOnce: Delay = (run) => run()

export const noTail: Tail = { whole: atOnce, first: atOnce }
