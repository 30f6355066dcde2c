import { expect, it } from 'vitest'
import { createRouter } from './create-router.ts'
import type { Puzzle } from './puzzle.ts'
import type { Handler } from './router.ts'
import { createNetwork, createSeededRandom, fixedLatency } from './simulator/index.ts'
import { lazyTree } from './spread/lazy-tree.ts'
import { createFakeKeys } from './testing/fake-keys.ts'
import { collect } from './testing/mesh.ts'

/** Work that can be counted: its solution is the number of bits. */
function countingPuzzle(pays = true): { puzzle: Puzzle; solved: number[] } {
  const solved: number[] = []
  const solve = async (_: Uint8Array, bits: number) => {
    solved.push(bits)
    return pays ? bits : 0
  }
  return { solved, puzzle: { solve, check: (_, bits, nonce) => nonce >= bits } }
}

/** A host that serves two at once and holds them until told, a neighbour that asks, and one that does no work. */
async function scene() {
  const network = createNetwork(3, { latency: fixedLatency(10), degree: 2, seed: 4 })
  const { clock } = network
  const keys = createFakeKeys(createSeededRandom(9).bytes)
  const puzzles = [countingPuzzle(), countingPuzzle(), countingPuzzle(false)]
  const shared = { clock, cryptography: keys.cryptography, ticketBits: 0, acceptWeak: true, tail: { meanLinks: 0 } }
  const routers = network.peers.map(({ link, random }, index) => {
    const spread = lazyTree({ link, clock, random })
    return createRouter({ ...shared, link, random, spread, puzzle: puzzles[index]!.puzzle })
  })
  const gate = Promise.withResolvers<void>()
  let began = 0
  const handler: Handler = async () => {
    began++
    await gate.promise
    return new Uint8Array(1)
  }
  const key = keys.createKeyPair()
  await clock.complete(routers[0]!.host(key, handler, { maxConcurrent: 2 }))
  await clock.run(1_000)
  const ask = (from: number, refused: string[] = []) =>
    routers[from]!.request(key.publicKey, new Uint8Array(1), {
      onProgress: (event) => event.type === 'retrying' && refused.push(event.reason),
    })
  return { network, clock, ask, puzzles, release: () => gate.resolve(), began: () => began }
}

it('a host that is asked more than it serves asks everyone for the same work, and none when it is idle again', async () => {
  const { clock, ask, puzzles, release, began } = await scene()
  const [, { solved }] = puzzles as [unknown, { solved: number[] }]
  const asking = [ask(1), ask(1), ask(1)]
  await clock.run(10_000)
  expect(began()).toBe(2)
  expect(solved.filter((bits) => bits > 0)).toEqual([])
  asking.push(ask(1))
  await clock.run(1_000)
  expect(solved.at(-1)).toBe(16)
  release()
  const answers = await clock.complete(Promise.all(asking))
  expect(answers).toHaveLength(4)
  for (const { body } of answers) expect(await clock.complete(collect(body))).toHaveLength(1)
  await clock.run(10_000)
  const { body } = await clock.complete(ask(1))
  expect(await clock.complete(collect(body))).toHaveLength(1)
  expect(solved.at(-1)).toBe(0)
})

it('who does not pay is told that the host is busy, and served when it no longer is', async () => {
  const { clock, ask, release } = await scene()
  const asking = [ask(1), ask(1), ask(1)]
  await clock.run(10_000)
  const refused: string[] = []
  const cheating = ask(2, refused)
  await clock.run(1_000)
  expect(refused.length).toBeGreaterThan(0)
  expect(new Set(refused)).toEqual(new Set(['busy']))
  release()
  await clock.complete(Promise.all([...asking, cheating]))
})
