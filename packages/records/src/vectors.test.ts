import { bytesToHex } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { checkOf, createSymbols, forEachIndex, toggleId } from './coded-symbols.ts'
import { createRecordSet } from './create-record-set.ts'
import { createCounters, packCounters, pull } from './estimate.ts'
import { expandId } from './expand.ts'
import { idOf, keyOf } from './key.ts'
import { addLattice, createLattice, fingerprint, idWords } from './lattice.ts'
import { memoryStore } from './memory-store.ts'
import { createPipe } from './pipe.ts'
import { sha256 } from './sha256.ts'
import { packSymbols } from './sync/symbols.ts'
import { sampleRecord, validateSample } from './testing/sample.ts'
import vectors from './vectors.json' with { type: 'json' }

const place = (order: number) => Uint8Array.of(order >>> 24, order >>> 16, order >>> 8, order)
const keyFor = (order: number) => keyOf(place(order), sha256(sampleRecord(order)))
const idFor = (order: number) => idOf(keyFor(order))

function indexesOf(id: Uint32Array): number[] {
  const indexes: number[] = []
  forEachIndex(id, 4096, (index) => indexes.push(index))
  return indexes
}

/** What both ends of a session wrote, in hex: sets of the samples 0 to 1,199 and 1 to 1,200. */
async function transcript(): Promise<{ opener: string; answerer: string }> {
  const written = { opener: '', answerer: '' }
  const createSet = () => createRecordSet({ kind: 'sample', validate: validateSample, store: memoryStore() })
  const [a, b] = [await createSet(), await createSet()]
  const samples = (from: number) => Array.from({ length: 1200 }, (_, i) => sampleRecord(from + i))
  await a.addAll(samples(0))
  await b.addAll(samples(1))
  const [here, there] = createPipe()
  const heard = (stream: typeof here, who: keyof typeof written): typeof here => ({
    read: (options) => stream.read(options),
    write(bytes, options) {
      written[who] += bytesToHex(bytes)
      return stream.write(bytes, options)
    },
    close: () => stream.close(),
    abort: (reason) => {
      stream.abort(reason)
    },
  })
  await Promise.all([a.sync(heard(here, 'opener')), b.answer(heard(there, 'answerer'))])
  return written
}

export async function computed(): Promise<typeof vectors> {
  const words = idWords(idFor(1))
  const expanded = expandId(words)
  const sum = createLattice()
  const counters = createCounters()
  const symbols = createSymbols(8)
  for (const order of [1, 2, 3]) {
    const id = idWords(idFor(order))
    addLattice(sum, expandId(id))
    pull(counters, expandId(id), 1)
    toggleId(symbols, id, 1)
  }
  return {
    record: bytesToHex(sampleRecord(1)),
    id: bytesToHex(idFor(1)),
    key: bytesToHex(keyFor(1)),
    expansionStart: bytesToHex(new Uint8Array(expanded.buffer, 0, 32)),
    expansionSha256: bytesToHex(sha256(new Uint8Array(expanded.buffer))),
    indexes: indexesOf(words),
    check: checkOf(words) >>> 0,
    emptyFingerprint: bytesToHex(fingerprint(createLattice())),
    fingerprintOfThree: bytesToHex(fingerprint(sum)),
    countersOfThreeSha256: bytesToHex(sha256(packCounters(counters))),
    symbolsOfThree: bytesToHex(packSymbols(symbols, 0, 8)),
    session: await transcript(),
  }
}

describe('the protocol', () => {
  it('is what the vectors say, step by step and as a whole session', async () => {
    expect(await computed()).toEqual(vectors)
  })
})
