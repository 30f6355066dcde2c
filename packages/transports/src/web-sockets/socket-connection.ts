import type { AbortOptions, Logger } from '@libp2p/interface'
import { AbstractMultiaddrConnection, type SendResult } from '@libp2p/utils'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { Uint8ArrayList } from 'uint8arraylist'
import type { ByteSocket } from '../shared-port.ts'

// Enough to fill a fast link with a long way (100 Mbit/s at 80 ms), small enough for hundreds of slow readers.
const MAX_BUFFERED_BYTES = 1024 ** 2
// What the muxer still hands over while the socket is full is bounded by its streams; more is a reader that stopped.
const MAX_WRITE_BUFFER_BYTES = 16 * 1024 ** 2

interface SocketConnectionInit {
  socket: ByteSocket
  remoteAddr: Multiaddr
  log: Logger
}

/** A WebSocket that a peer opened to us, with back pressure both ways. */
export class SocketConnection extends AbstractMultiaddrConnection {
  readonly #socket: ByteSocket

  constructor({ socket, remoteAddr, log }: SocketConnectionInit) {
    super({ remoteAddr, log, direction: 'inbound', maxWriteBufferLength: MAX_WRITE_BUFFER_BYTES })
    this.#socket = socket
    socket.onEvent({
      message: (bytes) => this.onData(bytes),
      close: (clean) => {
        if (clean) this.onTransportClosed()
        else this.onRemoteReset()
      },
    })
  }

  sendData(data: Uint8ArrayList): SendResult {
    for (const bytes of data) this.#socket.send(bytes, this.#onSent)
    return { sentBytes: data.byteLength, canSendMore: this.#socket.bufferedBytes < MAX_BUFFERED_BYTES }
  }

  sendReset(): void {
    this.#socket.close('reset')
  }

  async sendClose(options?: AbortOptions): Promise<void> {
    this.#socket.close('clean')
    options?.signal?.throwIfAborted()
  }

  sendPause(): void {
    this.#socket.setPaused(true)
  }

  sendResume(): void {
    this.#socket.setPaused(false)
  }

  readonly #onSent = (): void => {
    // Half empty, not empty: the link never runs dry while the writer wakes up.
    if (this.writableNeedsDrain && this.#socket.bufferedBytes < MAX_BUFFERED_BYTES / 2) this.safeDispatchEvent('drain')
  }
}
