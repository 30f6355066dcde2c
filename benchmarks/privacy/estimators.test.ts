import { expect, it } from 'vitest'
import { attribute, firstSpy } from './attribution.ts'
import { comparePairs, learnKinds } from './auc.ts'
import { byMap, Likelihood, likeliest } from './likelihood.ts'
import type { Label, Path } from './paths.ts'
import { estimate, wilson } from './samples.ts'

/** A way along these peers, with these labels. */
function path(peers: readonly number[], labels: readonly Label[]): Path {
  const hops = labels.map((label, index) => ({ at: index, from: peers[index]!, to: peers[index + 1]!, label }))
  return { id: peers.join(), kind: 'open', bytes: new Uint8Array(0), hops }
}

it('counts pairs of own and relayed in order, and ties by half', () => {
  const watched = [1, 2, 3]
    .map((value) => ({ own: true, value }))
    .concat([3, 4].map((value) => ({ own: false, value })))
  expect(comparePairs(watched)).toEqual({ hits: 5.5, trials: 6 })
  expect(comparePairs([])).toEqual({ hits: 0, trials: 0 })
})

it('learns which kinds of things are relayed', () => {
  const seen = ['a', 'a', 'b']
    .map((kind) => ({ own: true, kind }))
    .concat(['b', 'b', 'c'].map((kind) => ({ own: false, kind })))
  const valueOf = learnKinds(seen)
  expect(valueOf('a')).toBeLessThan(valueOf('b'))
  expect(valueOf('b')).toBeLessThan(valueOf('c') * 2)
})

it('gives a wider interval to runs that differ than to trials that do', () => {
  const alike = Array.from({ length: 20 }, () => ({ row: '', hits: 5, trials: 10 }))
  const apart = alike.map((sample, index) => ({ ...sample, hits: index % 2 === 0 ? 0 : 10 }))
  expect(estimate(alike)).toMatchObject({ value: 0.5, low: 0.5, high: 0.5 })
  expect(estimate(apart)).toMatchObject({ value: 0.5 })
  expect(estimate(apart).high - estimate(apart).low).toBeGreaterThan(0.4)
  expect(wilson(0, 60).high).toBeLessThan(0.07)
})

it('names whoever handed a message to the first spy, and counts what that is worth', () => {
  const spies = new Set([9])
  const paths = [path([1, 9, 2], ['walk', 'near']), path([2, 1, 9], ['walk', 'walk']), path([3, 4], ['walk'])]
  // Peer 1 is named for its own and for that of peer 2; peer 3 is named for nothing.
  expect(attribute(paths, spies, firstSpy)).toEqual({ messages: 3, right: 1, named: 2, precision: 0.5 })
})

it('knows from the labels how far back an origin is at the least', () => {
  // 0 chose 1, 1 chose 2, 2 chose the spy.
  const graph = { size: 4, chosen: [[1], [2], [3], []] }
  const likelihood = new Likelihood(graph, new Set([3]), new Map())
  expect(likelihood.best(2, 'walk')).toEqual([2])
  expect(likelihood.best(2, 'near')).toEqual([1])
  expect(likelihood.best(2, 'last')).toEqual([0])
  expect(likeliest(likelihood.of(2, 'ended'))).toEqual([])
})

it('with a map of all stems is left with those whose messages look alike', () => {
  const spies = new Set([9])
  const paths = [path([1, 5, 9], ['walk', 'walk']), path([2, 5, 9], ['walk', 'walk']), path([3, 9], ['walk'])]
  expect(attribute(paths, spies, byMap(paths, spies))).toMatchObject({ messages: 3, right: 2 })
})
