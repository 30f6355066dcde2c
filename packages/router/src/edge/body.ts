import type { Body } from '../router.ts'
import type { EndStream } from './end-stream.ts'

/** Writes a body into a stream at the stream's pace. Rejects with what the body throws. */
export async function writeBody(stream: EndStream, body: Body, signal: AbortSignal): Promise<void> {
  if (body instanceof Uint8Array) {
    await stream.write(body)
    return stream.end()
  }
  const pieces = body[Symbol.asyncIterator]()
  const stopped = new Promise<'stopped'>((resolve) => {
    if (signal.aborted) resolve('stopped')
    signal.addEventListener('abort', () => resolve('stopped'), { once: true })
  })
  for (;;) {
    const next = await Promise.race([pieces.next(), stopped])
    if (next === 'stopped') {
      // Not awaited: a body that waits for something would keep us waiting too.
      void Promise.resolve(pieces.return?.()).catch(() => {})
      return
    }
    if (next.done) return stream.end()
    await stream.write(next.value)
  }
}
