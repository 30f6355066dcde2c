import { createNetwork, type NetworkOptions } from './network.ts'
import { createSeededRandom } from './random.ts'
import type { SpreadFigures } from './spread-figures.ts'
import { createSpreadTrial, type SpreadTrialOptions } from './spread-trial.ts'

export interface MeasureSpreadOptions extends SpreadTrialOptions {
  /** How many peers there are. */
  peers: number
  /** Links that each peer opens; it accepts any number. @default 8 */
  degree?: number
  /** Messages that are measured, from random peers. @default 20 */
  messages?: number
  /** Messages before, so that the tree has grown. @default 20 */
  warmUp?: number
  /** From one message to the next. @default 250 */
  gapMs?: number
  /** Latency, loss and churn of the network. */
  network?: Omit<NetworkOptions, 'degree' | 'seed'>
  signal?: AbortSignal
  /** Told after each message, those that grow the tree included. */
  onProgress?: (done: number, of: number) => void
}

/**
 * What a broadcast costs and how long it takes in a network like this, by the spread as it ships, on virtual time: the
 * same figures from the same seed on every machine.
 */
export async function measureSpread(options: MeasureSpreadOptions): Promise<SpreadFigures> {
  const { peers, degree = 8, messages = 20, warmUp = 20, gapMs = 250, seed = 1, signal, onProgress } = options
  const network = createNetwork(peers, { ...options.network, degree, seed })
  const random = createSeededRandom(seed, 2_000_003)
  const trial = createSpreadTrial(network.peers, options)
  await network.clock.run(1_000)
  let done = 0

  async function publish(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      signal?.throwIfAborted()
      trial.publish(random.integer(peers))
      await network.clock.run(gapMs)
      onProgress?.(++done, warmUp + messages)
    }
    // Ids are told in rounds: what they cost, and whom they rescue, belongs to the messages before.
    await network.clock.run((options.announceMs ?? 4_000) + 1_000)
  }

  await publish(warmUp)
  trial.reset()
  await publish(messages)
  return trial.figures()
}
