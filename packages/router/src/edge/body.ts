import type { Body } from '../router.ts'
import type { EndStream } from './end-stream.ts'

/** Writes a body into a stream at the stream's pace. Rejects with what the body throws. */
export async function writeBody(stream: EndStream, body: Body, signal: AbortSignal): Promise<void> {
  if (body instanceof Uint8Array) {
    await stream.write(body)
    return stream.end()
  }
  const pieces = body[Symbol.asyncIterator]()
  for (;;) {
    const next = await nextOrStop(pieces, signal)
    if (next === undefined) {
      // Not awaited: a body that waits for something would keep us waiting too.
      void Promise.resolve(pieces.return?.()).catch(() => {})
      return
    }
    if (next.done) return stream.end()
    await stream.write(next.value)
  }
}

// No race against one promise for all pieces: it would hold on to every piece until the end.
function nextOrStop(
  pieces: AsyncIterator<Uint8Array>,
  signal: AbortSignal,
): Promise<IteratorResult<Uint8Array> | undefined> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    pieces
      .next()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop))
  })
}
