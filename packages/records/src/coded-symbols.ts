// A rateless IBLT (Yang, Gilad, Alizadeh 2024): symbol i is the XOR of the ids mapped to it, each with a chance of
// 1 / (1 + i/2). Any long enough prefix of the difference of two sets' symbols decodes.

/** Kept up to date per set; enough to decode some 2,900 differences. 37 bytes each on the wire, 160 KiB in memory. */
export const MAX_SYMBOLS = 4096

export interface CodedSymbols {
  /** Eight words for each symbol. */
  readonly sums: Int32Array
  readonly checks: Int32Array
  readonly counts: Int32Array
}

export function createSymbols(length: number): CodedSymbols {
  return { sums: new Int32Array(length * 8), checks: new Int32Array(length), counts: new Int32Array(length) }
}

export function copySymbols(symbols: CodedSymbols, length: number): CodedSymbols {
  return {
    sums: symbols.sums.slice(0, length * 8),
    checks: symbols.checks.slice(0, length),
    counts: symbols.counts.slice(0, length),
  }
}

/** Adds an id to every symbol it is mapped to (`sign` 1), or takes it out again (-1). */
export function toggleId(symbols: CodedSymbols, id: Uint32Array, sign: number): void {
  const length = symbols.counts.length
  const check = checkOf(id)
  forEachIndex(id, length, (index) => {
    toggleAt(symbols, index, id, check, sign)
  })
}

export function toggleAt(symbols: CodedSymbols, index: number, id: Uint32Array, check: number, sign: number): void {
  const { sums, checks, counts } = symbols
  const at = index * 8
  for (let i = 0; i < 8; i++) sums[at + i] = (sums[at + i] as number) ^ (id[i] as number)
  checks[index] = (checks[index] as number) ^ check
  counts[index] = (counts[index] as number) + sign
}

/** Visits the symbols that an id is mapped to: xorshift128 over its first four words draws the gaps. */
export function forEachIndex(id: Uint32Array, length: number, visit: (index: number) => void): void {
  let [x = 0, y = 0, z = 0, w = 0] = id
  let index = 0
  while (index < length) {
    visit(index)
    const t = x ^ (x << 11)
    x = y
    y = z
    z = w
    w = (w ^ (w >>> 19) ^ t ^ (t >>> 8)) >>> 0
    index += Math.ceil((index + 1.5) * (65536 / Math.sqrt(w + 1) - 1))
  }
}

/** A check on a sum that is a single id. Not linear over XOR, or sums of ids would pass it. */
export function checkOf(id: Uint32Array | Int32Array): number {
  let hash = 0x9e3779b9
  for (let i = 0; i < 8; i++) {
    hash = Math.imul(hash ^ (id[i] as number), 0x85ebca6b)
    hash ^= hash >>> 13
    hash = Math.imul(hash, 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return hash | 0
}
