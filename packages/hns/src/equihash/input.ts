import { LAYOUT } from './layout.ts'
import { hashesOf, type Parameters } from './parameters.ts'

// RFC 7693: the fractions of the square roots of the first primes, as SHA-512 has them.
const INITIAL = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
]
const LANES = [0, 8]

/** Prepares the memory for inputs of one length, at most 124 bytes, a multiple of four. Returns the index's place. */
export function prepare(memory: WebAssembly.Memory, parameters: Parameters, inputBytes: number): number {
  const view = new DataView(memory.buffer)
  const variables = [...initialState(parameters), ...INITIAL]
  variables[12] = (INITIAL[4] as bigint) ^ BigInt(inputBytes + 4)
  variables[14] = BigInt.asUintN(64, ~(INITIAL[6] as bigint))
  variables.forEach((word, i) => {
    for (const lane of LANES) view.setBigUint64(LAYOUT.state + 16 * i + lane, word, true)
  })
  const mask = BigInt.asUintN(128, -1n << BigInt(128 - 6 * parameters.digitBits))
  view.setBigUint64(LAYOUT.mask, BigInt.asUintN(64, mask), true)
  view.setBigUint64(LAYOUT.mask + 8, mask >> 64n, true)
  return placeOf(inputBytes)
}

function initialState(parameters: Parameters): bigint[] {
  const { bytes, perDigest } = hashesOf(parameters)
  const block = new Uint8Array(64)
  block.set([bytes * perDigest, 0, 1, 1])
  block.set(parameters.personal, 48)
  const view = new DataView(block.buffer)
  return INITIAL.map((word, i) => word ^ view.getBigUint64(8 * i, true))
}

/** Where a number stands in the message that begins at this byte: words are there twice. */
export function placeOf(byte: number): number {
  return (byte >> 3) * 16 + (byte & 7)
}

/** Writes the input in front of the index. */
export function writeInput(memory: WebAssembly.Memory, input: Uint8Array, from = 0): void {
  const words = new Uint32Array(memory.buffer)
  const view = new DataView(input.buffer, input.byteOffset, input.length)
  for (let byte = 0; byte < input.length; byte += 4) {
    const at = (LAYOUT.message + placeOf(from + byte)) / 4
    const word = view.getUint32(byte, true)
    words[at] = word
    words[at + 2] = word
  }
}
