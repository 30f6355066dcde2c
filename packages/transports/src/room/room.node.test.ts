import { generateKeyPair, publicKeyToProtobuf } from '@libp2p/crypto/keys'
import type { Connection, CounterGroup, Libp2p, Metrics, Stream } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionKind } from '../connection-kind.ts'
import { openNodeListener, type NodeListener } from '../node-listener.ts'
import { receive, send } from '../paced-stream.ts'
import { browserTransports } from '../presets/browser-transports.ts'
import type { ByteSocket } from '../shared-port.ts'
import { room, type RoomFactory, type RoomOptions } from '../room.ts'
import { createFrameCodec, MAX_FRAME_BYTES, MEMBER_BYTES } from './frame.ts'
import type { RoomComponents } from './transport.ts'

// On a machine that is busy with other things as well.
const PATIENCE = { timeout: 10_000 }
const PROTOCOL = '/hydra/test/1.0.0'

/** A room server, and everything that it could write down. */
interface Hub {
  readonly url: string
  readonly seen: Uint8Array[]
  readonly sockets: Set<ByteSocket>
  /** What becomes of a message on its way through. @default as it is */
  tamper: (bytes: Uint8Array) => Uint8Array
  close(): Promise<void>
}

async function openHub(): Promise<Hub> {
  const port: NodeListener = await openNodeListener()
  const hub: Hub = {
    url: port.url.replace('http', 'ws'),
    seen: [],
    sockets: new Set(),
    tamper: (bytes) => bytes,
    close: () => port.close(),
  }
  port.onWebSocket((socket) => {
    hub.sockets.add(socket)
    socket.onEvent({
      message(bytes) {
        hub.seen.push(bytes.slice())
        for (const other of hub.sockets) if (other !== socket) other.send(hub.tamper(bytes), () => undefined)
      },
      close: () => hub.sockets.delete(socket),
    })
  })
  return hub
}

interface Member {
  readonly peer: Libp2p
  readonly rooms: RoomFactory
  /** What it dropped unheard, by reason. */
  readonly refused: Readonly<Record<string, number>>
}

/** The components that a room needs, with a counter that a test can read. */
function withMetrics(components: RoomComponents, refused: Record<string, number>): RoomComponents {
  const { privateKey, peerStore, transportManager, logger } = components
  const counter: CounterGroup = {
    increment: (values) => Object.keys(values).forEach((reason) => (refused[reason] = (refused[reason] ?? 0) + 1)),
    reset: () => undefined,
  }
  const metrics = { registerCounterGroup: () => counter } as unknown as Metrics
  return { privateKey, peerStore, transportManager, logger, metrics }
}

describe('a room', () => {
  const cleanup: Array<() => unknown> = []
  let hub: Hub
  beforeEach(async () => {
    hub = await openHub()
    cleanup.push(() => hub.close())
  })
  afterEach(async () => {
    for (const each of cleanup.splice(0).reverse()) await each()
  })

  async function enter(options: Partial<RoomOptions> = {}): Promise<Member> {
    const rooms = room({ urls: [hub.url], ...options })
    const refused: Record<string, number> = {}
    const counted = (components: RoomComponents) => rooms(withMetrics(components, refused))
    const preset = browserTransports({ transports: [counted], dialPrivate: true })
    const peer = await createLibp2p({ ...preset, addresses: { listen: [...rooms.listen] } })
    cleanup.push(() => peer.stop())
    return { peer, rooms, refused }
  }

  /** The address by which one member reaches another, without going on to WebRTC, once it is known. */
  async function handshakeAddress(from: Member, to: Member): Promise<string> {
    const id = to.peer.peerId.toString()
    const find = () => from.rooms.peers().find(({ peerId }) => peerId === id)?.addresses[0]
    while (find() === undefined) {
      await new Promise<void>((resolve) => {
        const stop = from.rooms.onChange(() => {
          stop()
          resolve()
        })
      })
    }
    return find()?.replace('/webrtc/', '/') ?? ''
  }

  async function meet(a: Member, b: Member): Promise<Connection> {
    return a.peer.dial(multiaddr(await handshakeAddress(a, b)))
  }

  it('lets two peers find each other, and shake hands over Noise', async () => {
    const [a, b] = [await enter(), await enter()]
    const connection = await meet(a, b)
    expect(connection.remotePeer.equals(b.peer.peerId)).toBe(true)
    expect(connectionKind(connection)).toMatchObject({ over: 'room', relayed: true })
    expect(connection.limits).toBeDefined()
  })

  it('tells those who were there before and those who come after', async () => {
    const [a, b, c] = [await enter(), await enter(), await enter()]
    await Promise.all([handshakeAddress(a, c), handshakeAddress(c, a), handshakeAddress(b, c), handshakeAddress(c, b)])
    expect(
      c.rooms
        .peers()
        .map(({ peerId }) => peerId)
        .sort(),
    ).toEqual([a, b].map(({ peer }) => peer.peerId.toString()).sort())
  })

  it('shows the server neither who is there nor what they say', async () => {
    const [a, b] = [await enter({ secret: 'x' }), await enter({ secret: 'x' })]
    const speak = (stream: Stream) => send(stream, new TextEncoder().encode('attack at dawn'))
    await b.peer.handle(PROTOCOL, speak, { runOnLimitedConnection: true })
    const connection = await meet(a, b)
    const stream = await connection.newStream(PROTOCOL, { runOnLimitedConnection: true })
    for await (const bytes of receive(stream)) {
      expect(new TextDecoder().decode(bytes)).toBe('attack at dawn')
      break
    }
    const written = Buffer.concat(hub.seen)
    expect(written.byteLength).toBeGreaterThan(1_000)
    for (const { peer } of [a, b]) {
      expect(written.includes(peer.peerId.toString())).toBe(false)
      expect(written.includes(Buffer.from(peer.peerId.toMultihash().digest))).toBe(false)
    }
    expect(written.includes('dawn')).toBe(false)
    expect(written.includes(PROTOCOL)).toBe(false)
  })

  it('keeps those apart who do not share its secret', async () => {
    const [a, b, c] = [await enter({ secret: 'x' }), await enter({ secret: 'y' }), await enter({ secret: 'x' })]
    await handshakeAddress(a, c)
    expect(a.rooms.peers().map(({ peerId }) => peerId)).toEqual([c.peer.peerId.toString()])
    expect(b.rooms.peers()).toEqual([])
  })

  it('believes no message that the server changed', async () => {
    const [a, b] = [await enter(), await enter()]
    const address = await handshakeAddress(a, b)
    hub.tamper = (bytes) => bytes.map((byte, i) => (i === bytes.length - 20 ? byte ^ 1 : byte))
    await expect(a.peer.dial(multiaddr(address), { signal: AbortSignal.timeout(300) })).rejects.toThrow()
    expect(b.peer.getConnections()).toEqual([])
  })

  it('ends a connection when the server repeats or drops its messages', async () => {
    const [a, b] = [await enter(), await enter()]
    const connection = await meet(a, b)
    const closed = new Promise((resolve) => connection.addEventListener('close', resolve))
    for (const socket of hub.sockets) for (const bytes of hub.seen) socket.send(bytes, () => undefined)
    await closed
    expect(connection.status).not.toBe('open')
  })

  it('carries a handshake and no more', async () => {
    const [a, b] = [await enter(), await enter()]
    await b.peer.handle(PROTOCOL, () => undefined, { runOnLimitedConnection: true })
    const connection = await meet(a, b)
    await expect(connection.newStream(PROTOCOL)).rejects.toMatchObject({ name: 'LimitedConnectionError' })
    const stream = await connection.newStream(PROTOCOL, { runOnLimitedConnection: true })
    const pour = () => {
      for (let i = 0; i < 40; i++) stream.send(new Uint8Array(8_192))
    }
    expect(pour).toThrow()
    expect(connection.status).not.toBe('open')
  })

  it('ignores a stranger that floods, while its members meet', async () => {
    const flooder = new WebSocket(hub.url)
    await new Promise((resolve) => flooder.addEventListener('open', resolve))
    const noise = crypto.getRandomValues(new Uint8Array(2_000))
    for (let i = 0; i < 500; i++) flooder.send(noise)
    const [a, b] = [await enter(), await enter()]
    await handshakeAddress(a, b)
    for (let i = 0; i < 500; i++) flooder.send(noise)
    expect((await meet(a, b)).status).toBe('open')
    await expect.poll(() => a.refused['not-of-this-room'], PATIENCE).toBeGreaterThanOrEqual(500)
    flooder.close()
  })

  it('outlives a server that floods it with noise and with members who prove nothing', async () => {
    const [a, b] = [await enter(), await enter()]
    await meet(a, b)
    const codec = createFrameCodec(a.rooms.listen[0] ?? '', '')
    const key = publicKeyToProtobuf((await generateKeyPair('Ed25519')).publicKey)
    const [noise, huge] = [crypto.getRandomValues(new Uint8Array(100)), new Uint8Array(MAX_FRAME_BYTES + 1)]
    for (const socket of hub.sockets) {
      for (let i = 0; i < 300; i++) {
        const member = crypto.getRandomValues(new Uint8Array(MEMBER_BYTES))
        const forged = { kind: 'presence', member, asks: true, key, signature: new Uint8Array(64) } as const
        for (const bytes of [noise, huge, codec.encode(forged)]) socket.send(bytes, () => undefined)
      }
    }
    for (const { refused } of [a, b]) {
      const heard = () => Object.values(refused).reduce((sum, count) => sum + count, 0)
      await expect.poll(heard, PATIENCE).toBeGreaterThanOrEqual(900)
      expect(refused['not-of-this-room']).toBeGreaterThanOrEqual(600)
      // Signatures are checked so many at once and so many a second, and no more.
      expect(refused['too-much']).toBeGreaterThan(0)
    }
    expect(a.rooms.peers().map(({ peerId }) => peerId)).toEqual([b.peer.peerId.toString()])
    expect((await meet(a, b)).status).toBe('open')
  })

  it('ignores a member that floods', async () => {
    const [a, b, c] = [await enter(), await enter(), await enter()]
    const connection = await meet(a, b)
    await meet(c, b)
    const inbound = b.peer.getConnections(a.peer.peerId)
    const closed = Promise.all(inbound.map((each) => new Promise((resolve) => each.addEventListener('close', resolve))))
    for (let i = 0; i < 300; i++) {
      connection.newStream('/ipfs/ping/1.0.0', { runOnLimitedConnection: true }).catch(() => undefined)
    }
    await closed
    expect(b.peer.getConnections(c.peer.peerId).map(({ status }) => status)).toEqual(['open'])
  })

  it('says who is not there', async () => {
    const a = await enter()
    const nobody = peerIdFromPrivateKey(await generateKeyPair('Ed25519')).toString()
    const dialling = a.peer.dial(multiaddr(`${a.rooms.listen[0]}/p2p/${nobody}`))
    await expect(dialling).rejects.toMatchObject({ name: 'NotInRoomError' })
  })

  it('costs nothing when it is down, while another one works', async () => {
    const dead = 'ws://127.0.0.1:1/gone'
    const [a, b] = [await enter({ urls: [dead, hub.url] }), await enter({ urls: [hub.url, dead] })]
    expect((await meet(a, b)).status).toBe('open')
  })

  it('is entered again after its server was away', async () => {
    const [a, b] = [await enter({ random: () => 0 }), await enter({ random: () => 0 })]
    await handshakeAddress(a, b)
    for (const socket of hub.sockets) socket.close('reset')
    const left = new Promise<void>((resolve) => {
      const stop = a.rooms.onChange(() => {
        if (a.rooms.peers().length > 0) return
        stop()
        resolve()
      })
    })
    await left
    expect((await meet(a, b)).status).toBe('open')
  })
})
