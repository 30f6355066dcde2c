/** A file of seeded noise, piece by piece: both sides of a comparison move the same bytes. */
export function* content(bytes: number, seed: number): Generator<Uint8Array> {
  const words = new Uint32Array(256 * 1024)
  let state = seed
  for (let at = 0; at < bytes; at += words.byteLength) {
    for (let index = 0; index < words.length; index++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      words[index] = state
    }
    yield new Uint8Array(words.buffer.slice(0, Math.min(words.byteLength, bytes - at)))
  }
}
