import type { Stream } from '@libp2p/interface'
import { Uint8ArrayList } from 'uint8arraylist'
import type { ByteStream } from '../swarm/byte-stream.ts'
import { drained } from './drained.ts'

// Two blocks of the largest size: beyond it the peer is told to wait.
const MAX_BUFFERED = 4 * 1024 * 1024

/** A libp2p stream as the swarm reads and writes it. */
export function libp2pByteStream(stream: Stream): ByteStream {
  const pieces: Uint8Array[] = []
  let buffered = 0
  let ended = false
  let failure: Error | undefined
  let wake: (() => void) | undefined
  const change = () => {
    wake?.()
    wake = undefined
  }

  stream.addEventListener('message', ({ data }) => {
    // A list is taken apart, not joined: the frame reader copies each byte once.
    const parts = data instanceof Uint8Array ? [data] : [...data]
    pieces.push(...parts)
    buffered += data.byteLength
    if (buffered > MAX_BUFFERED) stream.pause()
    change()
  })
  stream.addEventListener('remoteCloseWrite', () => {
    ended = true
    change()
  })
  stream.addEventListener('close', (event) => {
    ended = true
    failure = event.error
    change()
  })

  return {
    async read({ signal } = {}) {
      for (;;) {
        signal?.throwIfAborted()
        const piece = pieces.shift()
        buffered -= piece?.length ?? 0
        if (piece && buffered <= MAX_BUFFERED / 2 && stream.readStatus === 'paused') stream.resume()
        if (piece) return piece
        if (failure) throw failure
        if (ended) return undefined
        await new Promise<void>((resolve, reject) => {
          const abort = () => reject(signal?.reason)
          signal?.addEventListener('abort', abort, { once: true })
          wake = () => {
            signal?.removeEventListener('abort', abort)
            resolve()
          }
        })
      }
    },
    async write(parts, { signal } = {}) {
      stream.send(new Uint8ArrayList(...parts))
      await drained(stream, signal)
    },
    close: () => stream.close(),
    abort: (reason) => stream.abort(reason),
  }
}
