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

/**
 * The pieces of a web stream; leaving them cancels it at once. A generator would hear of that only after its next
 * piece, which an idle stream of events may never have.
 */
export function fromWebStream(stream: ReadableStream<Uint8Array> | null): AsyncIterableIterator<Uint8Array> {
  const reader = stream?.getReader()
  const iterator: AsyncIterableIterator<Uint8Array> = {
    [Symbol.asyncIterator]: () => iterator,
    async next() {
      const next = await reader?.read()
      if (!next || next.done) return { done: true, value: undefined }
      // A stream of text would arrive here as strings: fetch refuses it, and so do we.
      if (!(next.value instanceof Uint8Array)) throw new TypeError('A body is a stream of Uint8Array.')
      return { done: false, value: next.value }
    },
    async return() {
      await reader?.cancel().catch(() => {})
      return { done: true, value: undefined }
    },
  }
  return iterator
}
