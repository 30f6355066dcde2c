import type { Random } from '../time.ts'

/** The same numbers from the same seed, on every machine. For simulations and tests: anyone can foretell them. */
export interface SeededRandom {
  readonly bytes: Random
  /** From 0 up to, but not including, 1. */
  fraction(): number
  /** From 0 up to, but not including, `below`. */
  integer(below: number): number
}

/** sfc32 (C. Doty-Humphrey's small fast counting generator): 128 bits of state, passes PractRand. */
export function createSeededRandom(seed: number, stream = 0): SeededRandom {
  let a = seed >>> 0
  let b = stream >>> 0
  let c = Math.floor(seed / 2 ** 32) >>> 0
  let counter = 1

  function word(): number {
    const result = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + result) | 0
    return result >>> 0
  }
  // Seeds that differ by one bit differ everywhere after a dozen rounds.
  for (let round = 0; round < 12; round++) word()

  const fraction = () => word() / 2 ** 32
  return {
    fraction,
    integer: (below) => Math.floor(fraction() * below),
    bytes(length) {
      const bytes = new Uint8Array(length)
      for (let index = 0; index < length; index += 4) {
        const value = word()
        for (let byte = 0; byte < 4 && index + byte < length; byte++) bytes[index + byte] = value >>> (8 * byte)
      }
      return bytes
    },
  }
}
