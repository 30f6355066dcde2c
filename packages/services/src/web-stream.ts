/** A web stream of pieces that are pulled only as fast as the reader takes them; cancelling it ends the source. */
export function toWebStream(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const source = pieces[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const next = await source.next()
        if (next.done) controller.close()
        else controller.enqueue(new Uint8Array(next.value))
      },
      async cancel() {
        await source.return?.()
      },
    },
    // Nothing is read ahead: what waits belongs in the network's windows, which are bounded.
    { highWaterMark: 0 },
  )
}

/** The pieces of a web stream; leaving the loop cancels it. */
export async function* fromWebStream(stream: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (!stream) return
  const reader = stream.getReader()
  let finished = false
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
    finished = true
  } finally {
    if (!finished) await reader.cancel().catch(() => {})
    reader.releaseLock()
  }
}
