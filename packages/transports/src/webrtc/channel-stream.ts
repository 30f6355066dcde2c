import type { AbortOptions, Logger, MessageStreamDirection } from '@libp2p/interface'
import { AbstractStream, type AbstractStreamInit, type SendResult } from '@libp2p/utils'
import type { Uint8ArrayList } from 'uint8arraylist'
import {
  ChannelMessageReader,
  encodeChannelMessage,
  OVERHEAD_BYTES,
  type ChannelFlag,
  type ChannelMessage,
} from './message.ts'

// 100 Mbit/s at 80 ms, as on every other transport.
const WINDOW_BYTES = 1024 ** 2
// go-libp2p and rust-libp2p take no more in one message.
const MAX_MESSAGE_SIZE = 16 * 1024
// More would only wait in the browser, and what waits delays a reset by as much.
const MAX_BUFFERED_BYTES = 1024 ** 2
const LOW_BUFFERED_BYTES = 256 * 1024
// Of a writer that ignores back pressure: as on every other transport.
const MAX_UNSENT_BYTES = 4 * 1024 ** 2
// What is queued before the end has to get through first: a megabyte at half a megabit per second takes 16 s.
const ACKNOWLEDGE_MS = 30_000

export interface ChannelStreamOptions extends Partial<Omit<AbstractStreamInit, 'log' | 'direction'>> {
  channel: RTCDataChannel
  direction: MessageStreamDirection
  log: Logger
  maxBufferedAmount?: number
}

/**
 * A libp2p stream on a data channel whose reader sets the pace.
 *
 * SCTP has no window per stream, and libp2p's own stream lets the sender run on while the reader pauses: over 4 MiB it
 * is reset. Here each side states up to which byte it takes, and peers that never do so are written to as libp2p does.
 */
export class ChannelStream extends AbstractStream {
  readonly #channel: RTCDataChannel
  readonly #messages = new ChannelMessageReader()
  readonly #maxBufferedBytes: number
  readonly #acknowledged = Promise.withResolvers<void>()
  #sent = 0
  #limit = Infinity
  #received = 0
  #granted = 0

  constructor({ channel, maxBufferedAmount = MAX_BUFFERED_BYTES, ...init }: ChannelStreamOptions) {
    super({
      maxWriteBufferLength: MAX_UNSENT_BYTES,
      ...init,
      id: String(channel.id),
      // Not negotiated yet, whatever it is going to be opened for.
      protocol: '',
      log: init.log.newScope(`${init.direction}:${channel.id}`),
      maxMessageSize: (init.maxMessageSize ?? MAX_MESSAGE_SIZE) - OVERHEAD_BYTES,
    })
    this.#channel = channel
    this.#maxBufferedBytes = maxBufferedAmount
    this.#acknowledged.promise.catch(() => undefined)
    this.addEventListener('close', ({ error }) => {
      if (error === undefined) this.#acknowledged.resolve()
      else this.#acknowledged.reject(error)
      if (channel.readyState === 'open') channel.close()
    })
    channel.binaryType = 'arraybuffer'
    channel.bufferedAmountLowThreshold = Math.min(LOW_BUFFERED_BYTES, maxBufferedAmount / 4)
    channel.addEventListener('open', () => this.#start())
    channel.addEventListener('bufferedamountlow', () => this.#continue())
    channel.addEventListener('close', () => this.onTransportClosed())
    channel.addEventListener('error', ({ error }) => this.abort(error))
    // libp2p's muxer calls this handler with messages that came before there was a stream.
    // oxlint-disable-next-line unicorn/prefer-add-event-listener
    channel.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#onMessage(data)
    if (channel.readyState === 'open') this.#start()
  }

  sendData(data: Uint8ArrayList): SendResult {
    const sentBytes = Math.min(data.byteLength, this.#limit - this.#sent)
    if (sentBytes === 0 || !this.#takesMore()) return { sentBytes: 0, canSendMore: false }
    this.#channel.send(encodeChannelMessage({ data: data.subarray(0, sentBytes) }))
    this.#sent += sentBytes
    return { sentBytes, canSendMore: sentBytes === data.byteLength && this.#takesMore() }
  }

  sendReset(): void {
    this.#send({ flag: 'reset' })
  }

  async sendCloseWrite({ signal = AbortSignal.timeout(ACKNOWLEDGE_MS) }: AbortOptions = {}): Promise<void> {
    signal.throwIfAborted()
    if (!this.#send({ flag: 'fin' })) return
    const onAbort = () => this.#acknowledged.reject(signal.reason)
    signal.addEventListener('abort', onAbort)
    await this.#acknowledged.promise.finally(() => signal.removeEventListener('abort', onAbort))
  }

  async sendCloseRead(): Promise<void> {
    this.#send({ flag: 'stop-sending' })
  }

  sendPause(): void {
    // What may still come is bounded by the window.
  }

  sendResume(): void {
    this.#grant()
  }

  /** A stream that ends without the other side's end was cut, whatever cut it. */
  override onTransportClosed(cause?: Error): void {
    if (cause === undefined && this.status === 'open' && this.remoteWriteStatus !== 'closed') this.onRemoteReset()
    else super.onTransportClosed(cause)
  }

  protected override dispatchReadBuffer(): void {
    super.dispatchReadBuffer()
    this.#grant()
  }

  #start(): void {
    this.#grant()
    this.#continue()
  }

  #onMessage(piece: ArrayBuffer): void {
    try {
      for (const message of this.#messages.read(new Uint8Array(piece))) this.#handle(message)
    } catch (cause) {
      this.abort(cause as Error)
    }
  }

  #handle({ flag, data, limit }: ChannelMessage): void {
    if (limit !== undefined) {
      this.#limit = this.#limit === Infinity ? limit : Math.max(this.#limit, limit)
      this.#continue()
    }
    if (data !== undefined) {
      this.#received += data.byteLength
      this.onData(data)
    }
    if (flag !== undefined) this.#onFlag(flag)
  }

  #onFlag(flag: ChannelFlag): void {
    if (flag === 'fin') {
      this.#send({ flag: 'fin-ack' })
      this.onRemoteCloseWrite()
    } else if (flag === 'fin-ack') this.#acknowledged.resolve()
    else if (flag === 'stop-sending') this.onRemoteCloseRead()
    else if (this.status === 'open' || this.status === 'closing') this.onRemoteReset()
  }

  #takesMore(): boolean {
    return this.#channel.readyState === 'open' && this.#channel.bufferedAmount < this.#maxBufferedBytes
  }

  /** Wakes a writer that waits, if there is something it could do. */
  #continue(): void {
    const mayWrite = this.writeBufferLength === 0 || this.#sent < this.#limit
    if (this.writableNeedsDrain && mayWrite && this.#takesMore()) this.safeDispatchEvent('drain')
  }

  /** Tells the other side how far it may write, when that is worth a message. */
  #grant(): void {
    const limit = this.#received - this.readBufferLength + WINDOW_BYTES
    if (limit - this.#granted < WINDOW_BYTES / 2) return
    if (this.#send({ limit })) this.#granted = limit
  }

  #send(message: ChannelMessage): boolean {
    if (this.#channel.readyState !== 'open') return false
    try {
      this.#channel.send(encodeChannelMessage(message))
      return true
    } catch (cause) {
      // node-datachannel says 'open' for a moment longer than it is.
      this.log('a message was not sent - %e', cause)
      return false
    }
  }
}
