import type { Stream } from '@libp2p/interface'

/**
 * Resolves when a stream takes more, or is no longer open. libp2p's own `onDrain()` waits only once per stream
 * (@libp2p/utils 7.4): after the first drain it resolves at once, and a writer that trusts it fills memory.
 */
export async function drained(stream: Stream, signal: AbortSignal | undefined): Promise<void> {
  while (stream.writableNeedsDrain && stream.status === 'open') {
    signal?.throwIfAborted()
    const { promise, resolve } = Promise.withResolvers<void>()
    const wake = () => resolve()
    stream.addEventListener('drain', wake)
    stream.addEventListener('close', wake)
    signal?.addEventListener('abort', wake)
    await promise
    stream.removeEventListener('drain', wake)
    stream.removeEventListener('close', wake)
    signal?.removeEventListener('abort', wake)
  }
  signal?.throwIfAborted()
}
