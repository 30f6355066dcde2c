export interface ByteReader {
  /** So many bytes; undefined where fewer are left. */
  take(length: number): Promise<Uint8Array | undefined>
  close(): Promise<void>
}

/** Reads exact lengths out of pieces of any size. */
export function createByteReader(pieces: AsyncIterable<Uint8Array>): ByteReader {
  const source = pieces[Symbol.asyncIterator]()
  let piece: Uint8Array = new Uint8Array()
  return {
    async take(length) {
      const taken = new Uint8Array(length)
      for (let at = 0; at < length; ) {
        if (piece.length === 0) {
          const next = await source.next()
          if (next.done === true) return undefined
          piece = next.value
          continue
        }
        const part = piece.subarray(0, length - at)
        taken.set(part, at)
        at += part.length
        piece = piece.subarray(part.length)
      }
      return taken
    },
    async close() {
      await source.return?.()
    },
  }
}
