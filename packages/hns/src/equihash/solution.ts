import { INDICES } from './parameters.ts'

/**
 * Puts the indices of a candidate in the one order that counts: of the two halves of any part, the one with the smaller
 * first index comes first. False where an index stands twice.
 */
export function putInOrder(indices: Uint32Array): boolean {
  for (let half = 1; half < INDICES; half *= 2) {
    for (let at = 0; at < INDICES; at += 2 * half) {
      const [left, right] = [indices[at] as number, indices[at + half] as number]
      if (left > right) swapHalves(indices.subarray(at, at + 2 * half))
    }
  }
  return areDistinct(indices)
}

function swapHalves(part: Uint32Array): void {
  const left = part.slice(0, part.length / 2)
  part.copyWithin(0, part.length / 2)
  part.set(left, part.length / 2)
}

/** Whether the indices are distinct and stand in the one order that counts. */
export function isInOrder(indices: Uint32Array): boolean {
  for (let half = 1; half < INDICES; half *= 2) {
    for (let at = 0; at < INDICES; at += 2 * half) {
      if ((indices[at] as number) >= (indices[at + half] as number)) return false
    }
  }
  return areDistinct(indices)
}

function areDistinct(indices: Uint32Array): boolean {
  const sorted = indices.slice().sort()
  for (let i = 1; i < INDICES; i++) if (sorted[i] === sorted[i - 1]) return false
  return true
}

/** Bytes of a solution: each index has a bit more than a digit. */
export function packedBytes(digitBits: number): number {
  return (INDICES * (digitBits + 1)) / 8
}

/** The indices one after the other, as big-endian bits: Zcash's minimal encoding. */
export function pack(indices: Uint32Array, digitBits: number): Uint8Array {
  const bytes = new Uint8Array(packedBytes(digitBits))
  let [rest, bits, at] = [0, 0, 0]
  for (const index of indices) {
    rest = (rest << (digitBits + 1)) | index
    for (bits += digitBits + 1; bits >= 8; bits -= 8) bytes[at++] = rest >>> (bits - 8)
    rest &= 0xff
  }
  return bytes
}

export function unpack(bytes: Uint8Array, digitBits: number): Uint32Array {
  const indices = new Uint32Array(INDICES)
  const mask = 2 ** (digitBits + 1) - 1
  let [rest, bits, at] = [0, 0, 0]
  for (const byte of bytes) {
    rest = (rest << 8) | byte
    bits += 8
    if (bits < digitBits + 1) continue
    bits -= digitBits + 1
    indices[at++] = (rest >>> bits) & mask
  }
  return indices
}
