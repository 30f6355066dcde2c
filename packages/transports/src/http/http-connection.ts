import type { AbortOptions, Logger, MessageStreamDirection } from '@libp2p/interface'
import { AbstractMultiaddrConnection, type SendResult } from '@libp2p/utils'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { Uint8ArrayList } from 'uint8arraylist'
import type { Pipe, PipeEvents } from './pipe.ts'

// What the muxer still hands over while the window is full is bounded by its streams; more is a reader that stopped.
const MAX_WRITE_BUFFER_BYTES = 16 * 1024 ** 2

interface HttpConnectionInit {
  remoteAddr: Multiaddr
  log: Logger
  direction: MessageStreamDirection
  /** Must not call its events before it returns. */
  open(events: PipeEvents): Pipe
}

/** A session as libp2p sees it: a stream of bytes that knows nothing of HTTP. */
export class HttpConnection extends AbstractMultiaddrConnection implements PipeEvents {
  readonly #pipe: Pipe

  constructor(init: HttpConnectionInit) {
    const { remoteAddr, log, direction } = init
    super({ remoteAddr, log, direction, maxWriteBufferLength: MAX_WRITE_BUFFER_BYTES })
    this.#pipe = init.open(this)
  }

  deliver(pieces: readonly Uint8Array[]): void {
    for (const bytes of pieces) {
      // Closing takes a round trip here. Whoever is above would answer what comes meanwhile, and fail for it.
      if (this.status === 'open') this.onData(bytes)
    }
  }

  drain(): void {
    if (this.writableNeedsDrain) this.safeDispatchEvent('drain')
  }

  closed(clean: boolean): void {
    if (clean) this.onTransportClosed()
    else if (this.status === 'open' || this.status === 'closing') this.onRemoteReset()
  }

  sendData(data: Uint8ArrayList): SendResult {
    const sentBytes = this.#pipe.write(data)
    return { sentBytes, canSendMore: sentBytes === data.byteLength && this.#pipe.space > 0 }
  }

  sendReset(): void {
    this.#pipe.reset()
  }

  sendClose(options: AbortOptions = {}): Promise<void> {
    return this.#pipe.finish(options)
  }

  sendPause(): void {
    this.#pipe.setPaused(true)
  }

  sendResume(): void {
    this.#pipe.setPaused(false)
  }
}
