import { expect, it } from 'vitest'
import { hashPuzzle } from './puzzle.ts'

const challenge = new TextEncoder().encode('challenge')
const puzzle = hashPuzzle()

it('is solved by work that anyone can check, for this challenge alone', async () => {
  const nonce = await puzzle.solve(challenge, 10)
  expect(puzzle.check(challenge, 10, nonce)).toBe(true)
  expect(puzzle.check(challenge, 24, nonce)).toBe(false)
  const others = Array.from({ length: 64 }, (_, index) => Uint8Array.of(index))
  expect(others.filter((other) => puzzle.check(other, 10, nonce)).length).toBeLessThan(3)
})

it('asks for as many tries as its bits say, on average', async () => {
  let tries = 0
  for (let index = 0; index < 64; index++) tries += 1 + (await puzzle.solve(Uint8Array.of(index, 1), 6))
  expect(tries / 64).toBeGreaterThan(30)
  expect(tries / 64).toBeLessThan(130)
})

it('costs nothing where nothing is asked', async () => {
  expect(await puzzle.solve(challenge, 0)).toBe(0)
  expect(puzzle.check(challenge, 0, 12345)).toBe(true)
})

it('is given up with its signal', async () => {
  const controller = new AbortController()
  const solving = puzzle.solve(challenge, 60, controller.signal)
  controller.abort(new Error('enough'))
  await expect(solving).rejects.toThrow('enough')
})
