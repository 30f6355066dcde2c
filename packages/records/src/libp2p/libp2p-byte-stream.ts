import type { Stream } from '@libp2p/interface'
import { drained } from './drained.ts'

export interface Libp2pByteStreamOptions {
  /** What waits to be read: beyond it the peer is told to wait. @default 256 KiB, as much as a frame of records */
  maxBufferedBytes?: number
}

/** Ordered bytes of a libp2p stream, at the pace of whoever reads or writes. */
export interface Libp2pByteStream {
  /** The next bytes that came, uncopied; `undefined` at the end. */
  read(options?: { signal?: AbortSignal }): Promise<Uint8Array | undefined>
  /** Resolves when more may be written. */
  write(bytes: Parameters<Stream['send']>[0], options?: { signal?: AbortSignal }): Promise<void>
  close(): Promise<void>
  abort(reason: Error): void
}

export function libp2pByteStream(
  stream: Stream,
  { maxBufferedBytes = 256 * 1024 }: Libp2pByteStreamOptions = {},
): Libp2pByteStream {
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
    pieces.push(...(data instanceof Uint8Array ? [data] : data))
    buffered += data.byteLength
    if (buffered > maxBufferedBytes) stream.pause()
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

  function take(): Uint8Array | undefined {
    const piece = pieces.shift()
    buffered -= piece?.length ?? 0
    if (piece && buffered <= maxBufferedBytes / 2 && stream.readStatus === 'paused') stream.resume()
    return piece
  }

  function waitForChange(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => reject(signal?.reason as Error)
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
        const piece = take()
        if (piece) return piece
        if (failure) throw failure
        if (ended) return undefined
        await waitForChange(signal)
      }
    },
    async write(bytes, { signal } = {}) {
      stream.send(bytes)
      await drained(stream, signal)
    },
    close: () => stream.close(),
    abort: (reason) => stream.abort(reason),
  }
}
