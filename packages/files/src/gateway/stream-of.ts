/** Pieces as a body: read when the reader wants more, and ended with the request or when the reader leaves. */
export function streamOf(
  open: (signal: AbortSignal) => AsyncIterable<Uint8Array>,
  request: Request,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const leaving = new AbortController()
  let pieces: AsyncIterator<Uint8Array> | undefined
  // The request is held: in Node one that nobody holds no longer passes its signal on.
  const abort = () => leaving.abort(request.signal.reason)
  request.signal.addEventListener('abort', abort, { once: true })
  const end = () => request.signal.removeEventListener('abort', abort)
  return new ReadableStream(
    {
      async pull(controller) {
        pieces ??= open(leaving.signal)[Symbol.asyncIterator]()
        try {
          const { done, value } = await pieces.next()
          if (!done) return controller.enqueue(new Uint8Array(value))
          end()
          controller.close()
        } catch (error) {
          end()
          throw error
        }
      },
      async cancel(reason) {
        end()
        leaving.abort(reason)
        await pieces?.return?.()
      },
    },
    // Nothing is read before somebody wants it.
    { highWaterMark: 0 },
  )
}
