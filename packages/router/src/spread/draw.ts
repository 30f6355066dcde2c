import type { Random } from '../time.ts'

/** From 0 up to, but not including, 1. */
export function drawFraction(random: Random): number {
  const [a = 0, b = 0, c = 0] = random(3)
  return ((a << 16) | (b << 8) | c) / 2 ** 24
}

/**
 * A delay before a message is passed on. Exponential, because what has no memory tells least of when it began; cut at
 * four means, because one slow hop in fifty is as late as the whole branch behind it.
 */
export function drawDelay(random: Random, meanMs: number): number {
  return Math.min(-Math.log(1 - drawFraction(random)), 4) * meanMs
}
