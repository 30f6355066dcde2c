import { sha256 } from '../digest.ts'
import { concat } from '../joined.ts'

/** Bytes that look random, the same each time for one seed. */
export function bytesOf(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(length / 4))
  let state = seed
  for (let index = 0; index < words.length; index++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[index] = state
  }
  return new Uint8Array(words.buffer, 0, length)
}

/** Two of them are compared in no time, where an expectation on megabytes takes seconds. */
export async function fingerprint(bytes: Uint8Array): Promise<string> {
  return `${bytes.length} ${String(await sha256(bytes))}`
}

export async function joinedAll(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const piece of pieces) parts.push(piece)
  return concat(parts)
}
