import type { SeededRandom } from '@hydra/router/simulator'

/** As `lazyTree` draws it: exponential, of 4 ms on average, cut at four times that. */
const DELAYS = Float32Array.from({ length: 4_096 }, (_, index) => Math.min(-Math.log(1 - (index + 0.5) / 4_096), 4) * 4)

export function hopDelay(random: SeededRandom): number {
  return DELAYS[random.integer(DELAYS.length)]!
}
