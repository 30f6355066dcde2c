import { blake2b } from '@noble/hashes/blake2.js'
import { hashesOf, INDICES, type Parameters } from './parameters.ts'

// The construction as it is written down, in plain JavaScript: for pages that may not run WebAssembly, and to hold the
// module against.

const DIGITS = 6

/** Writes the six digits of the hash of an index. */
function createHash(parameters: Parameters, input: Uint8Array): (index: number, into: Uint32Array, at: number) => void {
  const { bytes, perDigest } = hashesOf(parameters)
  const begun = blake2b.create({ dkLen: bytes * perDigest, personalization: parameters.personal }).update(input)
  const [number, digest] = [new Uint8Array(4), new Uint8Array(bytes * perDigest)]
  const view = new DataView(number.buffer)
  let copy = begun.clone()
  let last = -1
  return (index, into, at) => {
    const next = Math.floor(index / perDigest)
    if (next !== last) {
      view.setUint32(0, next, true)
      copy = begun._cloneInto(copy)
      copy.update(number).digestInto(digest)
      last = next
    }
    splitDigits(digest, (index % perDigest) * bytes, parameters.digitBits, into, at)
  }
}

function splitDigits(digest: Uint8Array, from: number, digitBits: number, into: Uint32Array, at: number): void {
  let [rest, bits, byte] = [0, 0, from]
  for (let i = 0; i < DIGITS; i++) {
    for (; bits < digitBits; bits += 8) rest = (rest << 8) | (digest[byte++] as number)
    bits -= digitBits
    into[at + i] = (rest >>> bits) & (2 ** digitBits - 1)
  }
}

/** Whether the hashes of the indices XOR to zero, level by level. Their order is judged elsewhere. */
export function checkPlainly(parameters: Parameters, input: Uint8Array, indices: Uint32Array): boolean {
  const hash = createHash(parameters, input)
  let rows: Uint32Array[] = Array.from(indices, (index) => {
    const digits = new Uint32Array(DIGITS)
    hash(index, digits, 0)
    return digits
  })
  for (let level = 0; rows.length > 1; level++) {
    rows = Array.from({ length: rows.length / 2 }, (_, i) =>
      xor(rows[2 * i] as Uint32Array, rows[2 * i + 1] as Uint32Array),
    )
    if (rows.some((row) => row[level] !== 0)) return false
  }
  return rows[0]?.every((digit) => digit === 0) === true
}

function xor(a: Uint32Array, b: Uint32Array): Uint32Array {
  return a.map((digit, i) => digit ^ (b[i] as number))
}

interface Rows {
  /** Six digits of each row, one row after the other. */
  readonly digits: Uint32Array
  /** The two rows of the level before that met. */
  readonly parents: Uint32Array
  readonly count: number
}

/** All candidates of one input: 32 indices whose hashes XOR to zero; some have an index twice. */
export function solvePlainly(parameters: Parameters, input: Uint8Array): Uint32Array[] {
  const levels = [firstRows(parameters, input)]
  for (let level = 0; level < 5; level++) levels.push(collide(levels[level] as Rows, level, parameters.digitBits))
  const last = levels[5] as Rows
  return Array.from({ length: last.count }, (_, i) => {
    const indices: number[] = []
    expand(levels, 5, i, indices)
    return Uint32Array.from(indices)
  }).filter((indices) => indices.length === INDICES)
}

function firstRows(parameters: Parameters, input: Uint8Array): Rows {
  const hash = createHash(parameters, input)
  const count = 2 ** (parameters.digitBits + 1)
  const digits = new Uint32Array(count * DIGITS)
  for (let index = 0; index < count; index++) hash(index, digits, index * DIGITS)
  return { digits, parents: new Uint32Array(0), count }
}

// All pairs of rows that agree in this digit; in the last round, in the digit after it too.
function collide({ digits, count }: Rows, level: number, digitBits: number): Rows {
  const capacity = Math.ceil(count * 1.25)
  const [next, parents] = [new Uint32Array(capacity * 6), new Uint32Array(capacity * 2)]
  const head = new Int32Array(2 ** digitBits).fill(-1)
  const before = new Int32Array(count)
  let made = 0
  for (let row = 0; row < count; row++) {
    const digit = digits[row * 6 + level] as number
    before[row] = head[digit] as number
    head[digit] = row
    for (let other = before[row] as number; other >= 0; other = before[other] as number) {
      if (!leadsOn(digits, row, other, level) || made === capacity) continue
      for (let i = level + 1; i < 6; i++) {
        next[made * 6 + i] = (digits[row * 6 + i] as number) ^ (digits[other * 6 + i] as number)
      }
      parents.set([other, row], made * 2)
      made++
    }
  }
  return { digits: next, parents, count: made }
}

// In the last round all that is left must be equal; before it, equal rows almost surely came from the same indices.
function leadsOn(digits: Uint32Array, row: number, other: number, level: number): boolean {
  let isEqual = true
  for (let i = level + 1; i < 6; i++) isEqual &&= digits[row * 6 + i] === digits[other * 6 + i]
  return isEqual === (level === 4)
}

function expand(levels: readonly Rows[], level: number, row: number, into: number[]): void {
  if (level === 0) {
    into.push(row)
    return
  }
  const { parents } = levels[level] as Rows
  expand(levels, level - 1, parents[row * 2] as number, into)
  expand(levels, level - 1, parents[row * 2 + 1] as number, into)
}
