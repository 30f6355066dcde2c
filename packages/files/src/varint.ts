/** Unsigned LEB128, as protocol buffers, CARs and CIDs have it. */
export function encodeVarint(value: number): Uint8Array<ArrayBuffer> {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return Uint8Array.of(...bytes, rest)
}

// Seven bytes carry 49 bits: more than any length or code here.
const MAX_BYTES = 7

/** `undefined` where the number is cut off; throws where it is too long. */
export function decodeVarint(bytes: Uint8Array, at = 0): { value: number; after: number } | undefined {
  let value = 0
  for (let index = 0; index < MAX_BYTES; index++) {
    const byte = bytes[at + index]
    if (byte === undefined) return undefined
    value += (byte & 127) * 2 ** (7 * index)
    if (byte < 128) return { value, after: at + index + 1 }
  }
  throw new RangeError('A number has more than seven bytes.')
}
