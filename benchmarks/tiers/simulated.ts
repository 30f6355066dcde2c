import { createNetwork, createSpreadTrial, type Network, type SpreadTrial } from '@hydra/router/simulator'
import type { TierFigures } from './model.ts'

export interface TierOptions {
  readonly size: number
  readonly degree: number
  readonly seed: number
  readonly root: number
  readonly origins: readonly number[]
}

/** Time between messages: the last peer has each before the next is published. */
const GAP_MS = 600

/** The network that all tiers have in common: no jitter, so that a link is as far as it is. */
export function networkOf({ size, degree, seed }: TierOptions): Network {
  return createNetwork(size, { degree, seed, jitter: 0 })
}

/** The shipping code in the simulator. */
export async function simulated(options: TierOptions): Promise<TierFigures> {
  const { peers, clock } = networkOf(options)
  return runTrial(createSpreadTrial(peers, trialOptions(options)), (ms) => clock.run(ms), options)
}

/** Every message may cut links, so that one is enough to grow the tree: what is compared is the tree, not how soon it is. */
export const trialOptions = ({ seed }: TierOptions) => ({ surveyMs: 1, seed })

/** What every tier does that has time. */
export async function runTrial(
  trial: SpreadTrial,
  pass: (ms: number) => Promise<unknown>,
  { root, origins }: TierOptions,
): Promise<TierFigures> {
  await pass(GAP_MS)
  trial.reset()
  trial.publish(root)
  await pass(GAP_MS)
  const firstCopies = trial.figures().copies
  trial.reset()
  for (const origin of origins) trial.publish(origin)
  await pass(GAP_MS)
  const { copies, hops, deliveryMs, coverageMs, delivered } = trial.figures()
  if (delivered < 1) throw new Error(`Only ${delivered} of all peers got the messages.`)
  return { firstCopies, copies, hops, deliveryMs, coverageMs: coverageMs.p50 }
}
