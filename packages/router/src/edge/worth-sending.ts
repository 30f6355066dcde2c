import type { Clock } from '../time.ts'
import type { EndStream } from './end-stream.ts'

/** The other end should hear soon that there is somebody, however long a body takes. */
const SOON_MS = 10

/**
 * Waits a moment for a first frame that has all there is, or is full. Most bodies are short and made at once: one frame
 * takes them, where three would walk all the way.
 */
export async function worthSending(stream: EndStream, clock: Clock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = clock.after(SOON_MS, resolve)
  stream.whenWorthSending(resolve)
  await promise
  stop()
}
