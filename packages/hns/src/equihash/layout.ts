/** Where things stand in the memory of Equihash's module. Only a solver's memory reaches beyond `heaps`. */
export const LAYOUT = {
  state: 0, // blake2b's sixteen variables, ready for the last block, each twice
  message: 256, // its sixteen words, each twice
  digest: 512, // two digests of 64 bytes, and room to read beyond
  mask: 672, // the bits of a row that are the hash's
  indices: 688, // 32: of a solution to be checked, or of an expanded candidate
  rows: 816, // their hashes
  head: 1328, // the last slot of the bucket with each rest, 256 of 16 bits
  next: 1840, // the slot before it with the same rest, 640 of 16 bits
  found: 3120, // candidates, 2,048 of 32 bits
  counts: 11_312, // rows in each bucket, of 1,024, read and written in turn
  heaps: 19_504, // rows by bucket and slot, read and written in turn; then their origins, for five levels
} as const

/** The bits of a digit that the number of its bucket leaves open. */
export const REST_BITS = 8
/** A bucket has 512 rows on average. More than 640 would be five and a half deviations, and are dropped. */
export const SLOTS = 640
/** Seventy candidates are usual: two solutions, and what came from the same indices by two ways. */
export const MAX_FOUND = 2048

/** The bytes of memory that solving takes: two heaps of 16 bytes a row, and the origins of five levels. */
export function solverBytes(digitBits: number): number {
  return LAYOUT.heaps + 2 ** (digitBits - REST_BITS) * SLOTS * (2 * 16 + 5 * 4)
}
