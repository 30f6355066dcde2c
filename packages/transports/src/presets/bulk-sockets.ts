import type { OnReadOpts } from 'node:net'
import type { TCPOptions, TCPSocketOptions } from '@libp2p/tcp'

// With Node's own 64 KiB a writer waits for the socket after each message of noise, which has as many.
const WAITING_BYTES = 1024 ** 2
// A read takes what there is, up to this: a message of noise then mostly lies in one piece.
const SLAB_BYTES = 1024 ** 2
// Less than it is not worth a call to the system.
const LEAST_BYTES = 64 * 1024

/** libp2p hands on whatever Node takes, and names a part of it. */
interface SocketOptions extends TCPSocketOptions {
  readonly highWaterMark: number
  readonly onread?: OnReadOpts
}

interface Emitter {
  emit(event: 'data', bytes: Uint8Array): boolean
}

/**
 * TCP sockets for files as well as for talk: 280 MB/s over loopback where Node's defaults carry 140 (two processors).
 * Sockets that were dialled read into slabs by Node's `onread`; `net.createServer` has no such option.
 */
export function bulkSockets(): Pick<TCPOptions, 'dialOpts' | 'listenOpts'> {
  let rest: Uint8Array = new Uint8Array()
  const onread = {
    /** Called when a socket is made, and then right after each `callback` of it. */
    buffer(): Uint8Array {
      const next = rest.length < LEAST_BYTES ? new Uint8Array(SLAB_BYTES) : rest
      rest = new Uint8Array()
      return next
    },
    callback(this: Emitter, bytes: number, buffer: Uint8Array): boolean {
      rest = buffer.subarray(bytes)
      this.emit('data', buffer.subarray(0, bytes))
      return true
    },
  }
  const listenOpts: SocketOptions = { highWaterMark: WAITING_BYTES }
  const dialOpts: SocketOptions = { ...listenOpts, onread }
  return { listenOpts, dialOpts }
}
