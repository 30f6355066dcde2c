/** Bytes that tell their place: what was lost, doubled or swapped shows. */
export function pattern(from: number, count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count)
  // 251 is prime, so no window or frame size hides a shift.
  for (let index = 0; index < count; index++) bytes[index] = (from + index) % 251
  return bytes
}

/** How many bytes a stream has, and whether they are the pattern. */
export async function digest(body: ReadableStream<Uint8Array> | null): Promise<{ bytes: number; intact: boolean }> {
  let bytes = 0
  let intact = true
  const reader = body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    for (const byte of next.value) intact &&= byte === bytes++ % 251
  }
  return { bytes, intact }
}

/** A stream of the pattern, made as it is read. */
export function patternStream(size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let sent = 0
  return new ReadableStream(
    {
      pull(controller) {
        if (sent === size) return controller.close()
        const count = Math.min(65_536, size - sent)
        controller.enqueue(pattern(sent, count))
        sent += count
      },
    },
    { highWaterMark: 0 },
  )
}
