import type { Logger, PrivateKey } from '@libp2p/interface'
import { publicKeyToProtobuf } from '@libp2p/crypto/keys'
import { multiaddr } from '@multiformats/multiaddr'
import type { Unsubscribe } from '../unsubscribe.ts'
import { NotInRoomError } from './errors.ts'
import { createFrameCodec, MEMBER_BYTES, presenceClaim, type FrameCodec, type RoomFrame } from './frame.ts'
import { ROOM_LIMITS } from './limits.ts'
import { keyOf, Members, type Member } from './members.ts'
import { RoomConnection } from './room-connection.ts'
import { openRoomSocket, type RoomSocket } from './room-socket.ts'
import { TokenBucket } from './token-bucket.ts'

/** Why a message was dropped. */
export type RoomRefusal = 'too-much' | 'not-of-this-room' | 'unproved' | 'flood' | 'too-many-handshakes'

export interface RoomInit {
  url: string
  /** Of the room, without a peer. */
  address: string
  secret: string
  privateKey: PrivateKey
  log: Logger
  random: () => number
  /** Something was dropped unheard. */
  onRefused: (reason: RoomRefusal) => void
  /** Someone came, or left. */
  onChange(): void
  onConnection(connection: RoomConnection): void
}

/** One room that this peer is in, or tries to be in. */
export class Room {
  readonly #init: RoomInit
  readonly #codec: FrameCodec
  readonly #members: Members
  readonly #socket: RoomSocket
  readonly #bytes = new TokenBucket(ROOM_LIMITS.bytesPerSecond, ROOM_LIMITS.bytesBurst, performance.now())
  readonly #answers = new TokenBucket(ROOM_LIMITS.answersPerSecond, ROOM_LIMITS.answersBurst, performance.now())
  readonly #connections = new Map<string, RoomConnection>()
  readonly #stopShowing: Unsubscribe
  #self: Uint8Array = new Uint8Array(MEMBER_BYTES)
  #queue: Promise<void> = Promise.resolve()
  #queued = 0

  constructor(init: RoomInit) {
    this.#init = init
    this.#codec = createFrameCodec(init.address, init.secret)
    this.#members = new Members(init.address, performance.now())
    this.#stopShowing = every(ROOM_LIMITS.showMs, init.random, () => this.#round())
    this.#socket = openRoomSocket(
      init.url,
      {
        open: () => this.#enter(),
        message: (bytes) => this.#onMessage(bytes),
        noise: () => init.onRefused('not-of-this-room'),
        close: () => this.#leave(),
      },
      init.random,
    )
  }

  get address(): string {
    return this.#init.address
  }

  members(): Iterable<Member> {
    return this.#members.values()
  }

  connect(peerId: string): RoomConnection {
    const member = this.#members.byPeer(peerId)
    if (member === undefined) throw new NotInRoomError(peerId, this.address)
    // Who has not heard of us yet would ignore what follows.
    void this.#show(false)
    return this.#open(member, crypto.getRandomValues(new Uint8Array(8)), 'outbound')
  }

  close(): void {
    this.#stopShowing()
    this.#socket.close()
    this.#leave()
  }

  #enter(): void {
    this.#self = crypto.getRandomValues(new Uint8Array(MEMBER_BYTES))
    void this.#show(true)
  }

  #leave(): void {
    for (const connection of this.#connections.values()) connection.drop()
    this.#members.clear()
    this.#init.onChange()
  }

  #round(): void {
    void this.#show(false)
    if (this.#members.expire(performance.now())) this.#init.onChange()
  }

  async #show(asks: boolean): Promise<void> {
    const { privateKey, address } = this.#init
    const member = this.#self
    const signature = await privateKey.sign(presenceClaim(address, member))
    const key = publicKeyToProtobuf(privateKey.publicKey)
    this.#socket.send(this.#codec.encode({ kind: 'presence', member, asks, key, signature }))
  }

  #onMessage(bytes: Uint8Array): void {
    if (!this.#bytes.take(bytes.byteLength, performance.now()) || this.#queued >= ROOM_LIMITS.maxQueued) {
      this.#init.onRefused('too-much')
      return
    }
    const frame = this.#codec.decode(bytes)
    if (frame === undefined) {
      this.#init.onRefused('not-of-this-room')
      return
    }
    // In order: a connection's first frame must not overtake the proof of who sends it.
    this.#queued++
    this.#queue = this.#queue
      .then(() => this.#handle(frame))
      .catch((cause: Error) => this.#init.log('a message of %s failed - %e', this.address, cause))
      .finally(() => this.#queued--)
  }

  async #handle(frame: RoomFrame): Promise<void> {
    const now = performance.now()
    if (frame.kind !== 'presence') {
      this.#onFrame(frame, now)
      return
    }
    if (keyOf(frame.member) === keyOf(this.#self)) return
    const proof = await this.#members.prove(frame, now)
    if (proof === 'too-much' || proof === 'unproved') this.#init.onRefused(proof)
    if (frame.asks && this.#answers.take(1, now)) void this.#show(false)
    if (proof === 'new') this.#init.onChange()
  }

  #onFrame(frame: RoomFrame & { kind: 'data' | 'close' }, now: number): void {
    if (keyOf(frame.to) !== keyOf(this.#self)) return
    const member = this.#members.byId(frame.from)
    if (member === undefined || now < member.ignoredUntil) {
      this.#init.onRefused(member === undefined ? 'unproved' : 'flood')
      return
    }
    if (!member.frames.take(1, now)) {
      this.#init.log('a member of %s floods and is ignored', this.address)
      this.#init.onRefused('flood')
      member.ignoredUntil = now + ROOM_LIMITS.ignoreMs
      this.#connectionsOf(member).forEach((connection) => connection.drop())
      return
    }
    const known = this.#connections.get(keyOf(frame.from) + keyOf(frame.connection))
    const connection = known ?? this.#accept(member, frame)
    connection?.receive(frame.kind, frame.sequence, frame.payload)
  }

  #accept(member: Member, frame: RoomFrame & { kind: 'data' | 'close' }): RoomConnection | undefined {
    if (frame.kind !== 'data' || frame.sequence !== 0) return undefined
    const inbound = [...this.#connections.values()].filter(({ direction }) => direction === 'inbound')
    const ofMember = this.#connectionsOf(member).filter(({ direction }) => direction === 'inbound')
    if (inbound.length >= ROOM_LIMITS.maxInbound || ofMember.length >= ROOM_LIMITS.maxInboundPerMember) {
      this.#init.onRefused('too-many-handshakes')
      return undefined
    }
    const connection = this.#open(member, frame.connection, 'inbound')
    this.#init.onConnection(connection)
    return connection
  }

  #connectionsOf({ id }: Member): RoomConnection[] {
    return [...this.#connections].filter(([key]) => key.startsWith(keyOf(id))).map(([, connection]) => connection)
  }

  #open(member: Member, id: Uint8Array, direction: 'inbound' | 'outbound'): RoomConnection {
    const key = keyOf(member.id) + keyOf(id)
    const from = this.#self
    const connection = new RoomConnection({
      remoteAddr: multiaddr(`${this.address}/p2p/${member.peerId.toString()}`),
      log: this.#init.log.newScope('connection'),
      direction,
      send: (kind, sequence, payload) =>
        this.#socket.send(this.#codec.encode({ kind, to: member.id, from, connection: id, sequence, payload })),
      onGone: () => this.#connections.delete(key),
    })
    this.#connections.set(key, connection)
    return connection
  }
}

/** Calls again and again, a little irregularly, so that members do not fall into step. */
function every(ms: number, random: () => number, call: () => void): Unsubscribe {
  let timer: ReturnType<typeof setTimeout>
  const next = () => {
    timer = setTimeout(
      () => {
        call()
        next()
      },
      ms * (0.75 + random() / 2),
    )
  }
  next()
  return () => clearTimeout(timer)
}
