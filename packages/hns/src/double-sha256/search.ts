import { compile, instantiate, memoryOf } from '../wasm/load.ts'
import { SHA256 } from '../wasm/sha256.ts'
import { LAYOUT } from './layout.ts'

/** Tries `count` nonces from one on, which have their upper half in common; the first of four among which one fits. */
export type Search = (nonce: bigint, count: number) => bigint | undefined

// FIPS 180-4: the first 32 bits of the fractions of the cube roots, or square roots, of the first primes.
const primes = Array.from({ length: 312 }, (_, i) => i + 2).filter((n) => !hasDivisor(n))
const CONSTANTS = primes.slice(0, 64).map((prime) => fraction(Math.cbrt(prime)))
const INITIAL = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))

/** The place of the nonce's lower half in the block: after a seed of eight words and its upper half. */
const PLACE = 9

interface Exports {
  readonly search: (place: number, nonce: number, count: number, least: number) => number
}

/** Searches four nonces at once; undefined where there is no WebAssembly. `most` is the largest first word that fits. */
export function createSearch(seed: Uint8Array, most: number): Search | undefined {
  const module = compile(SHA256)
  if (module === undefined) return undefined
  const memory = memoryOf(1)
  const words = new Uint32Array(memory.buffer)
  const write = (at: number, values: readonly number[]): void =>
    values.forEach((value, i) => words.fill(value, at / 4 + 4 * i, at / 4 + 4 * i + 4))
  write(LAYOUT.constants, CONSTANTS)
  write(LAYOUT.initial, INITIAL)
  write(LAYOUT.midstate, INITIAL)
  const view = new DataView(seed.buffer, seed.byteOffset)
  // 40 bytes, the bit that ends them, and their number in bits.
  const block = [...Array.from({ length: 8 }, (_, i) => view.getUint32(4 * i)), 0, 0, 0x8000_0000, 0, 0, 0, 0, 320]
  write(LAYOUT.block, block)
  const { search } = instantiate(module, memory) as Exports
  return (nonce, count) => {
    write(LAYOUT.block + 16 * (PLACE - 1), [Number(nonce >> 32n)])
    const tried = search(PLACE, Number(BigInt.asIntN(32, nonce)), count, most | 0)
    return tried < count ? nonce + BigInt(tried) : undefined
  }
}

function hasDivisor(n: number): boolean {
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return true
  return false
}

function fraction(root: number): number {
  return Math.floor((root % 1) * 2 ** 32)
}
