import { joinBytes, utf8, viewOf } from '../bytes.ts'
import { fraction } from '../core/state.ts'
import { sha256 } from '../hash.ts'
import type { Clock, Random } from '../time.ts'

/** How the links would look that this peer pretends are behind it. */
export interface TailOptions {
  /** Links to pretend, on average. @default 3 */
  meanLinks?: number
  /** A link's delay, there and back: the least and the most. @default [40, 160] */
  linkMs?: readonly [number, number]
}

/** Runs one thing after the other, each as long after it was handed in as the first. */
export type Delay = (run: () => void) => void

export interface Tail {
  /** As long as a way to the end of these links, and back. */
  readonly whole: Delay
  /** As long as the first of them: when a relay hears that what it passed on has left room for more. */
  readonly first: Delay
  /** How much later than its last bytes a stream is ended, for which nobody waits. */
  lingerMs(): number
}

/** Makes the tails of one peer. */
export interface Tails {
  /** For one stream of this service. The links behind us are the same each time, as a real way's would be. */
  of(service: Uint8Array, side: 'asker' | 'host'): Tail
}

/** Real delays vary from frame to frame, each link's by some of its own. */
const JITTER = 0.1
/** So long that the links of a real way, a few tenths of a second in all, tell little beside it. */
const MEAN_LINGER_MS = 6_000

/**
 * Without it an endpoint answers faster than any relay could, which tells it from a relay with certainty. Exponential, so
 * that having waited for a while says nothing of how much longer it takes. Drawn once for each service: drawn for each
 * stream, the least of many would be next to nothing, which no way is long that has a link in it.
 */
export function createTails(clock: Clock, random: Random, options: TailOptions = {}): Tails {
  const { meanLinks = 3, linkMs: [least, most] = [40, 160] } = options
  const secret = random(32)
  const meanMs = (meanLinks * (least + most)) / 2
  return {
    of(service, side) {
      if (meanMs === 0) return noTail
      const drawn = viewOf(sha256(joinBytes(secret, utf8(side), service)))
      const wholeMs = -Math.log(1 - drawn.getUint32(0) / 2 ** 32) * meanMs
      const firstMs = Math.min(wholeMs, least + ((most - least) * drawn.getUint32(4)) / 2 ** 32)
      return {
        whole: delay(clock, random, wholeMs),
        first: delay(clock, random, firstMs),
        lingerMs: () => -Math.log(1 - fraction(random)) * MEAN_LINGER_MS,
      }
    },
  }
}

function delay(clock: Clock, random: Random, delayMs: number): Delay {
  // Timers need not fire in the order of what they are for.
  const waiting: (() => void)[] = []
  return (run) => {
    waiting.push(run)
    clock.after(delayMs * (1 + JITTER * fraction(random)), () => waiting.shift()?.())
  }
}

const atOnce: Delay = (run) => run()

export const noTail: Tail = { whole: atOnce, first: atOnce, lingerMs: () => 0 }
