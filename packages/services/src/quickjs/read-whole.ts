/** All bytes of a body; nothing where they are more than the limit, and then the rest is not read. */
export async function readWhole(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (!body) return new Uint8Array(0)
  const pieces: Uint8Array[] = []
  let total = 0
  const reader = body.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    total += next.value.length
    if (total > maxBytes) {
      await reader.cancel().catch(() => {})
      return undefined
    }
    pieces.push(next.value)
  }
  const whole = new Uint8Array(total)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
