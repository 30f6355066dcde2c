/**
 * Pieces that are fetched before they are asked for, as a network would: whoever makes a short answer is done with it,
 * whether or not it is read.
 */
export function readAhead(source: AsyncIterator<Uint8Array>, maxBytes: number): AsyncIterable<Uint8Array> {
  const waiting: IteratorResult<Uint8Array>[] = []
  let bytes = 0
  let over = false
  let failure: { error: unknown } | undefined
  let reading: Promise<void> | undefined
  let wake = Promise.withResolvers<void>()

  async function fill(): Promise<void> {
    try {
      while (!over && bytes < maxBytes) {
        const next = await source.next()
        waiting.push(next)
        over ||= next.done === true
        bytes += next.done ? 0 : next.value.length
        wake.resolve()
      }
    } catch (error) {
      failure = { error }
    }
    reading = undefined
    wake.resolve()
  }

  reading = fill()
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        for (;;) {
          const next = waiting.shift()
          if (next && !next.done) bytes -= next.value.length
          if (!failure) reading ??= fill()
          if (next) return next
          if (failure) throw failure.error
          if (over) return { done: true, value: undefined }
          wake = Promise.withResolvers()
          await wake.promise
        }
      },
      async return() {
        over = true
        waiting.length = 0
        await source.return?.()
        return { done: true, value: undefined }
      },
    }),
  }
}
