import { HTTP_PATH } from '../http/address.ts'
import { randomBytes } from 'node:crypto'
import type { Connection, Libp2p, Stream } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { afterEach, describe, expect, it } from 'vitest'
import { connectionKind } from '../connection-kind.ts'
import { openNodeListener, type NodeListener } from '../node-listener.ts'
import { receive, send } from '../paced-stream.ts'
import { webRTC, type WebRTCComponents } from '../webrtc.ts'
import { nodeTransports, type NodeTransportsOptions } from './node-transports.ts'

const ECHO = '/hydra/test/echo/1.0.0'
const cleanup: Array<() => unknown> = []
afterEach(async () => {
  for (const each of cleanup.splice(0).reverse()) await each()
})

async function openPort(): Promise<NodeListener> {
  const port = await openNodeListener({ handler: async () => new Response('an ordinary route') })
  cleanup.push(() => port.close())
  return port
}

async function startNode(options: NodeTransportsOptions = {}): Promise<Libp2p> {
  const node = await createLibp2p(nodeTransports(options))
  cleanup.push(() => node.stop())
  return node
}

async function echo(stream: Stream): Promise<void> {
  for await (const bytes of receive(stream)) await send(stream, bytes)
  await stream.close()
}

async function roundTrip(connection: Connection, bytes: Uint8Array): Promise<Buffer> {
  const stream = await connection.newStream(ECHO, { runOnLimitedConnection: true })
  const received: Uint8Array[] = []
  const reading = (async () => {
    for await (const chunk of receive(stream)) received.push(chunk)
  })()
  const writing = (async () => {
    for (let at = 0; at < bytes.byteLength; at += 65_536) await send(stream, bytes.subarray(at, at + 65_536))
    await stream.close()
  })()
  await Promise.all([writing, reading])
  return Buffer.concat(received)
}

describe('nodeTransports', () => {
  it('serves WebSocket peers and ordinary routes on one port', async () => {
    const port = await openPort()
    const node = await startNode({ port })
    await node.handle(ECHO, echo)
    const dialler = await startNode()
    const connection = await dialler.dial(node.getMultiaddrs())
    const bytes = randomBytes(60_000)
    expect((await roundTrip(connection, bytes)).equals(bytes)).toBe(true)
    expect(connectionKind(connection)).toMatchObject({ over: 'websocket', relayed: false })
    expect(await (await fetch(port.url)).text()).toBe('an ordinary route')
  })

  it('is told at once when a peer that dialled a socket aborts the connection', async () => {
    const node = await startNode({ port: await openPort() })
    const connection = await (await startNode()).dial(node.getMultiaddrs())
    expect(connectionKind(connection)).toMatchObject({ over: 'websocket' })
    const closed = new Promise((resolve) => node.addEventListener('connection:close', resolve, { once: true }))
    connection.abort(new Error('A second one to the same address.'))
    await closed
    expect(node.getConnections()).toEqual([])
  })

  it('dials and takes peers over TCP where it is told to listen', async () => {
    const node = await startNode({ listen: ['/ip4/127.0.0.1/tcp/0'] })
    const connection = await (await startNode()).dial(node.getMultiaddrs())
    expect(connectionKind(connection)).toMatchObject({ over: 'tcp', relayed: false })
  })

  it('keeps apart what comes over several TCP sockets at once', async () => {
    const listen = ['/ip4/127.0.0.1/tcp/0']
    const nodes = await Promise.all([startNode({ listen }), startNode({ listen }), startNode({ listen })])
    const dialler = await startNode()
    const rounds = nodes.map(async (node) => {
      await node.handle(ECHO, echo)
      const bytes = randomBytes(3_000_000)
      expect((await roundTrip(await dialler.dial(node.getMultiaddrs()), bytes)).equals(bytes)).toBe(true)
    })
    await Promise.all(rounds)
  })

  it('takes peers over plain HTTP on the port of its routes', async () => {
    const node = await startNode({ port: await openPort() })
    const address = node.getMultiaddrs().find((each) => each.toString().includes('/http/'))
    const connection = await (await startNode()).dial(multiaddr(address?.toString()))
    expect(connectionKind(connection)).toMatchObject({ over: 'http', relayed: false })
  })

  it('moves its reservation to another relay when the one it had is gone', async () => {
    const relays = [await startNode({ port: await openPort() }), await startNode({ port: await openPort() })]
    const hidden = await startNode({ listen: ['/p2p-circuit'] })
    const reachedBy = (id: string | undefined) =>
      new Promise<string>((resolve) => {
        const look = () => {
          const [address] = hidden.getMultiaddrs().map(String)
          if (address?.includes('/p2p-circuit') && (id === undefined || address.includes(id))) resolve(address)
        }
        hidden.addEventListener('self:peer:update', look)
        look()
      })
    const [first] = await Promise.all([
      reachedBy(undefined),
      ...relays.map((relay) => hidden.dial(relay.getMultiaddrs())),
    ])
    const used = relays.findIndex(({ peerId }) => first.includes(peerId.toString()))
    await relays[used]?.stop()
    expect(await reachedBy(relays[1 - used]?.peerId.toString())).toContain('/p2p-circuit')
  })

  it('says where it listens, on the port that it was given', async () => {
    const port = await openPort()
    const node = await startNode({ port })
    const [{ port: number } = { port: 0 }] = port.addresses
    expect(node.getMultiaddrs().map((address) => address.decapsulate('/p2p').toString())).toContain(
      `/ip4/127.0.0.1/tcp/${number}/ws`,
    )
  })

  it('stops taking peers when libp2p stops, serves its routes on, and may start again', async () => {
    const port = await openPort()
    const node = await startNode({ port })
    const addresses = node.getMultiaddrs()
    await node.stop()
    const dialler = await startNode()
    await expect(dialler.dial(addresses)).rejects.toThrow()
    expect((await fetch(port.url)).status).toBe(200)
    await node.start()
    expect((await dialler.dial(node.getMultiaddrs())).status).toBe('open')
  })

  it('refuses to listen where its port is not', async () => {
    const port = await openPort()
    await expect(startNode({ port, listen: ['/ip4/127.0.0.1/tcp/1/ws'] })).rejects.toThrow('does not listen on')
  })

  it('carries megabytes to a reader that pauses, and the writer feels it', async () => {
    const port = await openPort()
    const node = await startNode({ port })
    const arrived = Promise.withResolvers<Stream>()
    await node.handle(ECHO, (stream) => {
      stream.pause()
      arrived.resolve(stream)
    })
    const dialler = await startNode()
    const connection = await dialler.dial(node.getMultiaddrs())
    const stream = await connection.newStream(ECHO)
    const remote = await arrived.promise
    const piece = new Uint8Array(65_536)
    let sent = 0
    while (stream.send(piece)) sent += piece.byteLength
    // The window of the stream and no more: nothing of it lies in a queue without bound.
    expect(sent).toBeLessThanOrEqual(2 * 1024 ** 2)
    let received = 0
    const finished = Promise.withResolvers<void>()
    remote.addEventListener('message', ({ data }) => {
      received += data.byteLength
      if (received === 4 * 1024 ** 2) finished.resolve()
    })
    remote.resume()
    for (sent += piece.byteLength; sent < 4 * 1024 ** 2; sent += piece.byteLength) await send(stream, piece)
    await finished.promise
    expect(received).toBe(4 * 1024 ** 2)
  })

  it('resets a stream whose writer ignores back pressure', async () => {
    const port = await openPort()
    const node = await startNode({ port })
    await node.handle(ECHO, (stream) => stream.pause())
    const dialler = await startNode()
    const stream = await (await dialler.dial(node.getMultiaddrs())).newStream(ECHO)
    const flood = () => {
      for (let i = 0; i < 200; i++) stream.send(new Uint8Array(65_536))
    }
    expect(flood).toThrow()
    expect(stream.status).toBe('aborted')
  })

  it('relays between two peers that cannot reach each other', async () => {
    const relay = await startNode({ port: await openPort() })
    const hidden = await startNode({ listen: [`${relay.getMultiaddrs()[0]?.toString()}/p2p-circuit`] })
    await hidden.handle(ECHO, echo, { runOnLimitedConnection: true })
    const [address] = hidden.getMultiaddrs()
    expect(address?.toString()).toContain('/p2p-circuit/')
    const dialler = await startNode()
    const connection = await dialler.dial(multiaddr(address?.toString()))
    const bytes = randomBytes(300_000)
    // libp2p's own default would have cut the connection after 128 KiB.
    expect((await roundTrip(connection, bytes)).equals(bytes)).toBe(true)
    expect(connectionKind(connection)).toMatchObject({ over: 'websocket', relayed: true })
  })

  it('keeps the relayed connection when no direct one is to be had, and does not try again at once', async () => {
    const relay = await startNode({ port: await openPort() })
    const hidden = await startNode({ listen: [`${relay.getMultiaddrs()[0]?.toString()}/p2p-circuit`] })
    await hidden.handle(ECHO, echo, { runOnLimitedConnection: true })
    let [tries, failures] = [0, 0]
    const countedWebRTC = (components: WebRTCComponents) => {
      const transport = webRTC()(components)
      const dial = transport.dial.bind(transport)
      transport.dial = (...to) => {
        tries++
        return dial(...to).finally(() => failures++)
      }
      return transport
    }
    const dialler = await startNode({ transports: [countedWebRTC] })
    const connection = await dialler.dial(multiaddr(hidden.getMultiaddrs()[0]?.toString()))
    await expect.poll(() => failures).toBe(1)
    const bytes = randomBytes(1_000)
    expect((await roundTrip(connection, bytes)).equals(bytes)).toBe(true)
    expect(connectionKind(connection)).toMatchObject({ relayed: true })
    expect(tries).toBe(1)
  })

  it('lends as much as it is told, to as many', async () => {
    const relay = await startNode({ port: await openPort(), relay: { maxReservations: 1, maxBytes: 100_000 } })
    const through = `${relay.getMultiaddrs()[0]?.toString()}/p2p-circuit`
    const hidden = await startNode({ listen: [through] })
    await expect(startNode({ listen: [through] })).rejects.toThrow()
    await hidden.handle(ECHO, echo, { runOnLimitedConnection: true })
    const connection = await (await startNode()).dial(hidden.getMultiaddrs())
    const few = randomBytes(10_000)
    expect((await roundTrip(connection, few)).equals(few)).toBe(true)
    await expect(roundTrip(connection, randomBytes(300_000))).rejects.toThrow()
  })

  it('lets go of all addresses of its port when it stops', async () => {
    const port = await openNodeListener({
      hosts: ['127.0.0.1', '127.0.0.2'],
      handler: async () => new Response('none'),
    })
    cleanup.push(() => port.close())
    const node = await startNode({ port })
    const asked = async () => (await fetch(port.url + HTTP_PATH, { method: 'POST' })).status
    expect(await asked()).toBe(400)
    await node.stop()
    expect(await asked()).toBe(200)
  })

  it('lends nothing when told so', async () => {
    const node = await startNode({ port: await openPort(), relay: false })
    const refused = startNode({ listen: [`${node.getMultiaddrs()[0]?.toString()}/p2p-circuit`] })
    await expect(refused).rejects.toThrow()
  })

  it('does not dial private addresses when told so', async () => {
    const node = await startNode({ port: await openPort() })
    const dialler = await startNode({ dialPrivate: false })
    await expect(dialler.dial(node.getMultiaddrs())).rejects.toThrow()
  })
})
