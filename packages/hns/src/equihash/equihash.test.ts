import { describe, expect, it } from 'vitest'
import { testPuzzle } from '../testing/puzzle-suite.ts'
import { compileEquihash, createChecker, createSolver } from './engine.ts'
import { equihash, plainEquihash } from './equihash.ts'
import { parametersOf } from './parameters.ts'
import { checkPlainly } from './plain.ts'
import { isInOrder, pack, putInOrder, unpack } from './solution.ts'
import vectors from './vectors.json' with { type: 'json' }

const ZCASH = parametersOf(96, 'ZcashPoW')
const module = compileEquihash() as WebAssembly.Module

function inputOf({ input, nonce }: { input: string; nonce: number }): Uint8Array {
  const text = new TextEncoder().encode(input)
  const bytes = new Uint8Array(text.length + 32)
  bytes.set(text)
  new DataView(bytes.buffer).setUint32(text.length, nonce, true)
  return bytes
}

describe('Equihash', () => {
  it.each(vectors.cases)('finds the published solutions of "$input", $nonce, and no others', (vector) => {
    const input = inputOf(vector)
    const found = createSolver(module, ZCASH, input.length)(input).filter(putInOrder)
    expect(found.map((indices) => [...indices]).sort((a, b) => (a[0] as number) - (b[0] as number))).toEqual(
      vector.solutions,
    )
    const check = createChecker(module, ZCASH, input.length)
    for (const indices of found) expect(check(input, indices) && checkPlainly(ZCASH, input, indices)).toBe(true)
  })

  it.each(vectors.refused)('refuses a published solution with $why', ({ indices }) => {
    const input = inputOf({
      input: 'Equihash is an asymmetric PoW based on the Generalised Birthday problem.',
      nonce: 1,
    })
    const check = createChecker(module, ZCASH, input.length)
    const list = Uint32Array.from(indices)
    expect(isInOrder(list) && check(input, list)).toBe(false)
    expect(isInOrder(list) && checkPlainly(ZCASH, input, list)).toBe(false)
    // As a control: the solution itself, which differs from the first of these in one index.
    const original = Uint32Array.from(vectors.refused[0]?.indices ?? [])
    original[0] = 2261
    expect(isInOrder(original) && check(input, original) && checkPlainly(ZCASH, input, original)).toBe(true)
  })

  it('takes a published solution of three collisions in the last round', () => {
    const indices = Uint32Array.from(vectors.threeWay.indices)
    expect(isInOrder(indices) && checkPlainly(ZCASH, inputOf(vectors.threeWay), indices)).toBe(true)
  })

  it('packs indices so that they come out the same', () => {
    for (const digitBits of [16, 18]) {
      const indices = Uint32Array.from({ length: 32 }, (_, i) => (i * 0x9e37_79b1) >>> (31 - digitBits))
      expect(unpack(pack(indices, digitBits), digitBits)).toEqual(indices)
    }
  })

  it('judges alike with WebAssembly and without', async () => {
    const challenge = new TextEncoder().encode('a claim on a name')
    const [puzzle, plain] = [equihash({ threads: 0 }), plainEquihash()]
    const solution = await puzzle.solve(challenge, 1)
    for (let byte = 0; byte < solution.length; byte++) {
      const changed = solution.slice()
      changed[byte] = (changed[byte] as number) ^ 1
      expect([puzzle.check(challenge, changed), plain.check(challenge, changed)], String(byte)).toEqual([0, 0])
    }
    expect(puzzle.check(challenge, solution)).toBe(plain.check(challenge, solution))
    expect(plain.check(challenge, solution)).toBeGreaterThan(0)
  })
})

testPuzzle(equihash({ threads: 0 }), 2)
testPuzzle({ ...equihash({ threads: 1 }), name: 'equihash in a worker' }, 2)
