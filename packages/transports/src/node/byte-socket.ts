import type { WebSocket } from 'ws'
import type { ByteSocket } from '../shared-port.ts'

const CLEAN_CODES = new Set([1000, 1001, 1005])

/** Presents a `ws` socket as the little that a connection needs. */
export function byteSocket(socket: WebSocket): ByteSocket {
  // A torn or oversized frame closes the socket by itself; without a listener it would end the process.
  socket.on('error', () => undefined)
  return {
    get bufferedBytes() {
      return socket.bufferedAmount
    },
    send(bytes, onSent) {
      socket.send(bytes, { binary: true }, () => onSent())
    },
    setPaused(paused) {
      if (paused) socket.pause()
      else socket.resume()
    },
    close(kind) {
      if (kind === 'clean') socket.close()
      else socket.terminate()
    },
    onEvent(listener) {
      socket.on('message', (data: Buffer) => {
        listener.message(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      })
      socket.on('close', (code) => listener.close(CLEAN_CODES.has(code)))
    },
  }
}
