import { type CodedSymbols, createSymbols, MAX_SYMBOLS } from '../coded-symbols.ts'
import { SYMBOL_BYTES } from './limits.ts'

/** How many symbols decode so many differences, six times in seven even though an estimate is off by a sixteenth. */
export function symbolsFor(differences: number, isExact = false): number {
  return Math.ceil((isExact ? 1.4 : 1.43) * differences + 1.5 * Math.sqrt(differences) + 1)
}

/** How many to ask for when the first did not do. */
export function furtherSymbols(sofar: number): number {
  return Math.min(MAX_SYMBOLS - sofar, 16 + Math.ceil(sofar / 8))
}

/** Packs symbols: 32 bytes of sum, four of check, one of count modulo 256; little end first. */
export function packSymbols({ sums, checks, counts }: CodedSymbols, start: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length * SYMBOL_BYTES)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < length; i++) {
    const at = i * SYMBOL_BYTES
    for (let w = 0; w < 8; w++) view.setInt32(at + w * 4, sums[(start + i) * 8 + w] as number, true)
    view.setInt32(at + 32, checks[start + i] as number, true)
    bytes[at + 36] = counts[start + i] as number
  }
  return bytes
}

export function unpackSymbols(bytes: Uint8Array): CodedSymbols {
  const length = bytes.length / SYMBOL_BYTES
  const symbols = createSymbols(length)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  for (let i = 0; i < length; i++) {
    const at = i * SYMBOL_BYTES
    for (let w = 0; w < 8; w++) symbols.sums[i * 8 + w] = view.getInt32(at + w * 4, true)
    symbols.checks[i] = view.getInt32(at + 32, true)
    symbols.counts[i] = bytes[at + 36] as number
  }
  return symbols
}
