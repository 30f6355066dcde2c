import { decode, encode } from 'cborg'
import { expect, it } from 'vitest'
import { whyNotCanonical } from './canonical.ts'
import { WHOLE } from './parts.ts'
import { decodePush } from './push.ts'
import { decodeFrame, encodeFrame, type Frame } from './sync/frame.ts'
import { sampleRecord } from './testing/sample.ts'

const CASES = 2_000_000
const SEED = 12

const frames: Frame[] = [
  { type: 'open', kind: 'sample', part: WHOLE },
  { type: 'compare', part: WHOLE, count: 70_000, hash: new Uint8Array(32), counters: undefined },
  {
    type: 'symbols',
    part: [{ from: Uint8Array.of(1), to: Uint8Array.of(2) }],
    hash: new Uint8Array(32),
    start: 3,
    symbols: new Uint8Array(37),
  },
  { type: 'want', width: 4, prefixes: new Uint8Array(8) },
  { type: 'records', records: [sampleRecord(1), sampleRecord(70_000)] },
]
const seeds = [
  ...frames.map(encodeFrame),
  encode([sampleRecord(1)]),
  encode({ a: [1, -1, 1.5, 'ä', null, true], bb: new Uint8Array(3) }, { float64: true }),
]

/** A small, fast generator: the millions of cases of a run are told by its seed. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

function mutate(random: (below: number) => number): Uint8Array {
  const bytes = (seeds[random(seeds.length)] as Uint8Array).slice()
  for (let i = random(4); i >= 0; i--) bytes[random(bytes.length)] = random(256)
  const kind = random(8)
  return kind === 0 ? bytes.slice(0, random(bytes.length)) : kind === 1 ? Uint8Array.of(...bytes, random(256)) : bytes
}

it(`decodes whole or refuses by name, in ${CASES} cases`, () => {
  const random = createRandom(SEED)
  const counts = { frames: 0, records: 0, pushes: 0 }
  for (let i = 0; i < CASES; i++) {
    const bytes = mutate(random)
    if (decodePush(bytes) !== undefined) counts.pushes++
    if (whyNotCanonical(bytes) === undefined) {
      counts.records++
      if (encode(decode(bytes), { float64: true }).join() !== bytes.join())
        throw new Error(`two encodings of one content: ${bytes.join()}`)
    }
    try {
      if (encodeFrame(decodeFrame(bytes)).join() !== bytes.join())
        throw new Error(`two encodings of one frame: ${bytes.join()}`)
      counts.frames++
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'MisbehavedError') throw error
    }
  }
  process.stdout.write(`${JSON.stringify({ cases: CASES, seed: SEED, ...counts })}\n`)
  expect(Math.min(counts.frames, counts.records, counts.pushes)).toBeGreaterThan(1000)
})
