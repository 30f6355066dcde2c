import { describe, expect, it } from 'vitest'
import { createSymbols, toggleId } from './coded-symbols.ts'
import { createRecordSet } from './create-record-set.ts'
import { expandId } from './expand.ts'
import { addLattice, createLattice, fingerprint, idWords, subtractLattice } from './lattice.ts'
import { memoryStore } from './memory-store.ts'
import { peel } from './peel.ts'
import { createPipe } from './pipe.ts'
import { sha256 } from './sha256.ts'
import { sampleRecord, validateSample } from './testing/sample.ts'

const toBigInt = (id: Uint8Array) => id.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
const xor = (records: readonly Uint8Array[]) => records.reduce((sum, bytes) => sum ^ toBigInt(sha256(bytes)), 0n)

/** Two equally large sets of records with one XOR: elimination over some 300 records is all it takes. */
function forgeXor(): readonly [Uint8Array[], Uint8Array[]] {
  const rows: { value: bigint; used: Set<number> }[] = []
  for (let order = 0; ; order++) {
    let value = (toBigInt(sha256(sampleRecord(order, 'forged'))) << 1n) | 1n
    const used = new Set([order])
    for (const row of rows) {
      if ((value ^ row.value) >= value) continue
      value ^= row.value
      for (const each of row.used) if (!used.delete(each)) used.add(each)
    }
    if (value !== 0n) {
      rows.push({ value, used })
      rows.sort((a, b) => (a.value < b.value ? 1 : -1))
      continue
    }
    // The lowest bit, set in each, makes their number even.
    const records = [...used].map((each) => sampleRecord(each, 'forged'))
    return [records.slice(0, records.length / 2), records.slice(records.length / 2)]
  }
}

describe('records made so that their fingerprints cancel out', () => {
  const [left, right] = forgeXor()

  it('fool a build that adds ids up by XOR: it would say equal, and one half would never arrive', () => {
    expect(left.length).toBe(right.length)
    expect(left.length).toBeGreaterThan(50)
    expect(xor(left)).toBe(xor(right))
  })

  it('do not fool ours: both halves arrive on both sides', async () => {
    const common = Array.from({ length: 500 }, (_, i) => sampleRecord(i))
    const sets = [left, right].map(async (half) => {
      const set = await createRecordSet({ kind: 'sample', validate: validateSample, store: memoryStore() })
      await set.addAll([...common, ...half])
      return set
    })
    const [a, b] = (await Promise.all(sets)) as [Awaited<(typeof sets)[0]>, Awaited<(typeof sets)[0]>]
    const [here, there] = createPipe()
    const [result] = await Promise.all([a.sync(here), b.answer(there)])
    expect(result).toMatchObject({ received: right.length, sent: left.length })
  })

  it('are told apart by the lattice hash whatever their order, and it forgets what is taken out', () => {
    const sum = createLattice()
    const ids = [...left, ...right].map((bytes) => idWords(sha256(bytes)))
    const of = (list: readonly Uint32Array[]) => {
      const lattice = createLattice()
      for (const id of list) addLattice(lattice, expandId(id))
      return fingerprint(lattice)
    }
    expect(of(ids.slice(0, left.length))).not.toEqual(of(ids.slice(left.length)))
    expect(of([...ids].reverse())).toEqual(of(ids))
    for (const id of ids) addLattice(sum, expandId(id))
    for (const id of ids.slice(1)) subtractLattice(sum, expandId(id))
    expect(fingerprint(sum)).toEqual(of(ids.slice(0, 1)))
  })

  it('stall the symbols if they are mapped alike, and are not mistaken for a decoded difference', () => {
    const [one, two] = [new Uint32Array(8).fill(5), new Uint32Array(8).fill(5)]
    two[7] = 6
    const symbols = createSymbols(200)
    toggleId(symbols, one, 1)
    expect(peel(createSymbols(200), symbols)).toEqual({ theirs: [one], ours: [] })
    toggleId(symbols, two, 1)
    expect(peel(createSymbols(200), symbols)).toBeUndefined()
  })
})

describe('a lattice', () => {
  it('adds and takes away lanes of 16 bits without a carry between them', () => {
    const lanes = (low: number, high: number) => new Uint32Array(512).fill(((high << 16) | low) >>> 0)
    for (const [a, b] of [
      [0xffff, 1],
      [0x8000, 0x8000],
      [0x7fff, 0x7fff],
      [0xffff, 0xffff],
      [0, 0],
      [1, 0xfffe],
    ] as const) {
      const sum = lanes(a, b)
      addLattice(sum, lanes(b, a))
      expect(sum).toEqual(lanes((a + b) & 0xffff, (a + b) & 0xffff))
      subtractLattice(sum, lanes(b, a))
      expect(sum).toEqual(lanes(a, b))
    }
  })
})
