import type { Socket } from 'node:net'
import type { AbortOptions, Logger, MessageStreamDirection } from '@libp2p/interface'
import { AbstractMultiaddrConnection, type SendResult } from '@libp2p/utils'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { Uint8ArrayList } from 'uint8arraylist'

// As for WebSockets: what the muxer still hands over while the socket is full; more is a reader that stopped.
const MAX_WRITE_BUFFER_BYTES = 16 * 1024 ** 2

interface StreamConnectionInit {
  readonly socket: Socket
  readonly remoteAddr: Multiaddr
  readonly direction: MessageStreamDirection
  readonly log: Logger
}

/** A stream that the router carries, with back pressure both ways. */
export class StreamConnection extends AbstractMultiaddrConnection {
  readonly #socket: Socket

  constructor({ socket, remoteAddr, direction, log }: StreamConnectionInit) {
    super({ remoteAddr, direction, log, maxWriteBufferLength: MAX_WRITE_BUFFER_BYTES })
    this.#socket = socket
    socket.on('data', (bytes: Buffer) => this.onData(bytes))
    socket.on('error', (cause) => this.abort(cause))
    socket.once('end', () => this.onTransportClosed())
    socket.once('close', (failed: boolean) => {
      if (failed) this.onRemoteReset()
      else this.onTransportClosed()
    })
    socket.on('drain', () => this.safeDispatchEvent('drain'))
    socket.resume()
  }

  sendData(data: Uint8ArrayList): SendResult {
    let canSendMore = true
    for (const bytes of data) canSendMore = this.#socket.write(bytes)
    return { sentBytes: data.byteLength, canSendMore }
  }

  async sendClose({ signal }: AbortOptions = {}): Promise<void> {
    if (this.#socket.destroyed) return
    const closed = Promise.withResolvers<void>()
    this.#socket.once('close', () => closed.resolve())
    signal?.addEventListener('abort', () => closed.reject(signal.reason), { once: true })
    this.#socket.destroySoon()
    await closed.promise
  }

  sendReset(): void {
    this.#socket.destroy()
  }

  sendPause(): void {
    this.#socket.pause()
  }

  sendResume(): void {
    this.#socket.resume()
  }
}
