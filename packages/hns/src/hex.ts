const DIGITS = new TextEncoder().encode('0123456789abcdef')
const decoder = new TextDecoder()

/**
 * 32 bytes from a place on, in hex. Keys and ids are most of what is read at opening; text that is put together digit by
 * digit is a tree to the engine, which it flattens later at a price.
 */
export function hexOf32(bytes: Uint8Array, at = 0): string {
  const hex = new Uint8Array(64)
  for (let i = 0; i < 32; i++) {
    const byte = bytes[at + i] as number
    hex[2 * i] = DIGITS[byte >> 4] as number
    hex[2 * i + 1] = DIGITS[byte & 15] as number
  }
  return decoder.decode(hex)
}
