import type { Stream } from '@libp2p/interface'
import type { ByteStream } from '../byte-stream.ts'
import { drained } from './drained.ts'

// A frame's worth: beyond it the peer is told to wait.
const MAX_BUFFERED = 256 * 1024

/** A libp2p stream as the sessions read and write it. */
export function libp2pByteStream(stream: Stream): ByteStream {
  const chunks: Uint8Array[] = []
  let buffered = 0
  let ended = false
  let error: Error | undefined
  let wake: (() => void) | undefined

  const change = () => {
    wake?.()
    wake = undefined
  }
  stream.addEventListener('message', ({ data }) => {
    const chunk = data.subarray()
    chunks.push(chunk)
    buffered += chunk.length
    if (buffered > MAX_BUFFERED) stream.pause()
    change()
  })
  stream.addEventListener('remoteCloseWrite', () => {
    ended = true
    change()
  })
  stream.addEventListener('close', (event) => {
    ended = true
    error = event.error
    change()
  })

  function take(): Uint8Array | undefined {
    const chunk = chunks.shift()
    buffered -= chunk?.length ?? 0
    if (chunk !== undefined && chunks.length === 0 && stream.readStatus === 'paused') stream.resume()
    return chunk
  }

  function waitForChange(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        reject(signal?.reason as Error)
      }
      signal?.addEventListener('abort', abort, { once: true })
      wake = () => {
        signal?.removeEventListener('abort', abort)
        resolve()
      }
    })
  }

  return {
    async read({ signal } = {}) {
      for (;;) {
        signal?.throwIfAborted()
        const chunk = take()
        if (chunk !== undefined) return chunk
        if (error !== undefined) throw error
        if (ended) return undefined
        await waitForChange(signal)
      }
    },
    async write(bytes, { signal } = {}) {
      stream.send(bytes)
      await drained(stream, signal)
    },
    close: () => stream.close(),
    abort(reason) {
      stream.abort(reason)
    },
  }
}
