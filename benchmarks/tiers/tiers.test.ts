import { expect, it } from 'vitest'
import { average, disagreement } from './average.ts'
import { edgesOf, type Edge, graphFrom } from './graph.ts'
import { model } from './model.ts'
import { real } from './real.ts'
import { networkOf, simulated, type TierOptions } from './simulated.ts'

const MOST_APART = 0.05

const networks = (count: number, size: number, degree: number): TierOptions[] =>
  Array.from({ length: count }, (_, index) => ({
    size,
    degree,
    seed: index + 1,
    root: 0,
    origins: Array.from({ length: 12 }, (_, origin) => Math.floor((origin * size) / 12)),
  }))

async function modelled(options: TierOptions, change = (edges: Edge[]) => edges) {
  return model(graphFrom(options.size, change(await edgesOf(networkOf(options)))), options)
}

it('real peers and simulated ones agree on copies and links', { timeout: 120_000 }, async () => {
  const options = networks(6, 24, 3)
  // All at once: they wait most of the time.
  const [reals, simulations] = [await Promise.all(options.map(real)), await Promise.all(options.map(simulated))]
  const apart = disagreement(average(reals), average(simulations))
  for (const [figure, share] of Object.entries(apart)) expect(share, figure).toBeLessThan(MOST_APART)
})

it('simulated peers and the model agree on copies and links', { timeout: 120_000 }, async () => {
  const options = networks(12, 150, 6)
  const simulations = []
  for (const each of options) simulations.push(await simulated(each))
  const models = await Promise.all(options.map((each) => modelled(each)))
  const apart = disagreement(average(models), average(simulations))
  for (const [figure, share] of Object.entries(apart)) expect(share, figure).toBeLessThan(MOST_APART)
  // The control: a model of equally long links is told apart.
  const alike = await Promise.all(
    options.map((each) => modelled(each, (edges) => edges.map(([from, to]) => [from, to, 40] as const))),
  )
  expect(disagreement(average(alike), average(simulations))['links, 50 %']).toBeGreaterThan(MOST_APART)
})
