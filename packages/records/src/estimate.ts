// A tug of war (Alon, Matias, Szegedy 1996): each counter pulls one way or the other for each id, by one bit of it.
// The mean square of two sets' counters' differences is the size of their difference, to 1/16 with 512 counters.

const COUNTERS = 512
/** Counters travel modulo 2⁹: exact up to some 4,000 differences, beyond that "many" is all that must be known. */
const COUNTER_BITS = 9
export const ESTIMATE_BYTES = (COUNTERS * COUNTER_BITS) / 8

export type Counters = Int32Array

export function createCounters(): Counters {
  return new Int32Array(COUNTERS)
}

/** `words` is the id's expansion: its first sixteen words are 512 fair coins. */
export function pull(counters: Counters, words: Uint32Array, sign: number): void {
  for (let i = 0; i < 16; i++) {
    const word = words[i] as number
    const at = i * 32
    for (let bit = 0; bit < 32; bit++) {
      counters[at + bit] = (counters[at + bit] as number) + (((word >>> bit) & 1) * 2 - 1) * sign
    }
  }
}

export function packCounters(counters: Counters): Uint8Array {
  const bytes = new Uint8Array(ESTIMATE_BYTES)
  for (let i = 0, at = 0; i < COUNTERS; i++, at += COUNTER_BITS) {
    const value = ((counters[i] as number) & (2 ** COUNTER_BITS - 1)) << (at & 7)
    const byte = at >> 3
    bytes[byte] = (bytes[byte] as number) | (value & 0xff)
    bytes[byte + 1] = (bytes[byte + 1] ?? 0) | (value >> 8)
  }
  return bytes
}

/** About how many ids are in one of the two sets only. */
export function estimateDifference(ours: Counters, packed: Uint8Array): number {
  let squares = 0
  for (let i = 0, at = 0; i < COUNTERS; i++, at += COUNTER_BITS) {
    const byte = at >> 3
    const theirs = (((packed[byte] ?? 0) | ((packed[byte + 1] ?? 0) << 8)) >> (at & 7)) & (2 ** COUNTER_BITS - 1)
    const difference = (((ours[i] as number) - theirs) << (32 - COUNTER_BITS)) >> (32 - COUNTER_BITS)
    squares += difference * difference
  }
  return squares / COUNTERS
}
