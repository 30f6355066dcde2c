import type { Logger, MessageStreamDirection } from '@libp2p/interface'
import { AbstractMultiaddrConnection, type SendResult } from '@libp2p/utils'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { Uint8ArrayList } from 'uint8arraylist'
import { RoomLimitError } from './errors.ts'
import { ROOM_LIMITS } from './limits.ts'

interface RoomConnectionInit {
  remoteAddr: Multiaddr
  log: Logger
  direction: MessageStreamDirection
  /** Whether the frame went out. */
  send(kind: 'data' | 'close', sequence: number, payload: Uint8Array): boolean
  onGone(): void
}

/** A connection through a room: enough for a handshake, and cut when it is used for more. */
export class RoomConnection extends AbstractMultiaddrConnection {
  readonly #init: RoomConnectionInit
  readonly #timer: ReturnType<typeof setTimeout>
  #sent = 0
  #received = 0
  #outgoing = 0
  #expected = 0

  constructor(init: RoomConnectionInit) {
    const { remoteAddr, log, direction } = init
    super({ remoteAddr, log, direction, maxMessageSize: 64 * 1024, maxWriteBufferLength: ROOM_LIMITS.connectionBytes })
    this.#init = init
    this.#timer = setTimeout(() => this.abort(new RoomLimitError('lasted too long')), ROOM_LIMITS.connectionMs)
    this.addEventListener('close', () => {
      clearTimeout(this.#timer)
      init.onGone()
    })
  }

  receive(kind: 'data' | 'close', sequence: number, payload: Uint8Array): void {
    if (sequence !== this.#expected++) {
      // Lost or doubled by the room: Noise above would only fail later, and less clearly.
      this.abort(new RoomLimitError('lost a frame'))
      return
    }
    if (kind === 'close') {
      this.onTransportClosed()
      return
    }
    this.#received += payload.byteLength
    if (this.#received > ROOM_LIMITS.connectionBytes) this.abort(new RoomLimitError('received too much'))
    else this.onData(payload)
  }

  /** The room went down, or the member was found to flood. */
  drop(): void {
    if (this.status === 'open' || this.status === 'closing') this.onRemoteReset()
  }

  sendData(data: Uint8ArrayList): SendResult {
    const sentBytes = data.byteLength
    this.#sent += sentBytes
    if (this.#sent > ROOM_LIMITS.connectionBytes) throw new RoomLimitError('sent too much')
    if (!this.#init.send('data', this.#outgoing++, data.subarray())) throw new RoomLimitError('lost its room')
    return { sentBytes, canSendMore: true }
  }

  sendReset(): void {
    this.#init.send('close', this.#outgoing++, new Uint8Array())
  }

  async sendClose(): Promise<void> {
    this.#init.send('close', this.#outgoing++, new Uint8Array())
  }

  sendPause(): void {
    // What may still come is bounded by the connection's bytes.
  }

  sendResume(): void {}
}
