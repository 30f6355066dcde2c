import { encode } from 'cborg'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FuzzTarget } from './fuzz.support.ts'
import { createFuzzTargets, takes } from './fuzz.support.ts'
import { mutations } from './testing/mutations.ts'

const MUTANTS = 2_000
const NAMES = [
  'public key',
  'backup words',
  'key file',
  'contact card',
  'contact card as text',
  'device statement',
  'list of petnames',
  'sealed bytes',
  'signature',
]

let targets: FuzzTarget[]

beforeAll(async () => {
  targets = await createFuzzTargets()
})

function find(name: string): FuzzTarget {
  return targets.find((target) => target.name === name) as FuzzTarget
}

it('every decoder is under attack', () => {
  expect(targets.map(({ name }) => name)).toEqual(NAMES)
})

describe.each(NAMES)('%s', (name) => {
  it('refuses damaged encodings by name, or reads them as another valid one', async () => {
    const target = find(name)
    let accepted = 0
    for (const [index, valid] of target.valid.entries()) {
      const count = Math.ceil((target.slow ? MUTANTS / 5 : MUTANTS) / target.valid.length)
      for (const mutant of mutations(valid, index + 1, count)) if (await takes(target, mutant)) accepted++
    }
    if (!target.malleable) expect(accepted).toBe(0)
    expect(accepted).toBeLessThan(MUTANTS / 5)
  })

  it('refuses arbitrary bytes by name', async () => {
    const target = find(name)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => !(await takes(target, bytes))),
      { numRuns: 300, seed: 1 },
    )
  })
})

describe.each(['card', 'device', 'key', 'petnames'])('a list that begins as "%s"', (tag) => {
  const field = fc.oneof(
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    fc.uint8Array({ minLength: 64, maxLength: 64 }),
    fc.uint8Array({ maxLength: 20 }),
    fc.string(),
    fc.maxSafeInteger(),
    fc.double(),
    fc.constantFrom(null, true, [], {}, [['x', 1]]),
  )

  it('with arbitrary fields is refused by name, or reads back as it is', async () => {
    const decoders = ['contact card', 'device statement', 'key file', 'list of petnames'].map(find)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 3 }), fc.array(field, { maxLength: 7 }), async (version, fields) => {
        const bytes = new Uint8Array(encode([tag, version, ...fields]))
        const taken = await Promise.all(decoders.map((target) => takes(target, bytes)))
        return taken.filter(Boolean).length <= 1
      }),
      { numRuns: 500, seed: 2 },
    )
  })
})

describe('the mutator', () => {
  const bytes = Uint8Array.from({ length: 40 }, (_, index) => index)

  it('gives the same mutants for the same seed, each different from the original', () => {
    const [first, again, other] = [1, 1, 2].map((seed) => [...mutations(bytes, seed, 500)].map(String))
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
    expect(first).not.toContain(String(bytes))
    expect(new Set(first).size).toBeGreaterThan(400)
  })

  it('finds a decoder that trusts a length, as a control', () => {
    const careless = (input: Uint8Array) => input.slice(1, 1 + (input[0] as number)).length === input[0]
    const valid = Uint8Array.of(3, 1, 2, 3)
    expect(careless(valid)).toBe(true)
    expect([...mutations(valid, 1, 500)].some((mutant) => !careless(mutant))).toBe(true)
  })

  it('damages even nothing', () => {
    expect([...mutations(new Uint8Array(0), 1, 10)].every((mutant) => mutant.length > 0)).toBe(true)
  })
})
