import type { Connection, Libp2p, Stream } from '@libp2p/interface'
import { createLibp2p } from 'libp2p'
import { multiaddr } from '@multiformats/multiaddr'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionKind } from '../connection-kind.ts'
import { http, type HttpInit } from '../http.ts'
import { openNodeListener, type NodeListener } from '../node-listener.ts'
import { receive, send } from '../paced-stream.ts'
import { nodeTransports } from '../presets/node-transports.ts'

const ECHO = '/hydra/test/echo/1.0.0'

/** Hands a response on only when it is complete, as some proxies do. */
const bufferedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  return new Response(await response.arrayBuffer(), response)
}

describe('the HTTP transport', () => {
  const cleanup: Array<() => unknown> = []
  let port: NodeListener
  let node: Libp2p
  beforeEach(async () => {
    port = await openNodeListener()
    cleanup.push(() => port.close())
    node = await startNode({ port })
    await node.handle(ECHO, echo)
  })
  afterEach(async () => {
    for (const each of cleanup.splice(0).reverse()) await each()
  })

  async function startNode(init: HttpInit): Promise<Libp2p> {
    const peer = await createLibp2p({
      ...nodeTransports(),
      addresses: { listen: (init.port?.addresses ?? []).map(({ host, port }) => `/ip4/${host}/tcp/${port}/http`) },
      transports: [http(init)],
    })
    cleanup.push(() => peer.stop())
    return peer
  }

  async function echo(stream: Stream): Promise<void> {
    for await (const bytes of receive(stream)) await send(stream, bytes)
    await stream.close()
  }

  async function roundTrip(connection: Connection, size: number): Promise<number> {
    const stream = await connection.newStream(ECHO)
    const sending = (async () => {
      for (let sent = 0; sent < size; sent += 10_000) await send(stream, new Uint8Array(10_000))
      await stream.close()
    })()
    let received = 0
    for await (const bytes of receive(stream)) received += bytes.byteLength
    await sending
    return received
  }

  it.each([
    ['streams', {}],
    ['polls', { fetch: bufferedFetch, limits: { firstByteMs: 50 } }],
  ])('carries streams and closes cleanly from both sides by %s', async (_, init) => {
    const dialler = await startNode(init)
    for (const closing of ['client', 'server', 'client', 'server']) {
      const connection = await dialler.dial(node.getMultiaddrs())
      expect(connectionKind(connection)).toMatchObject({ over: 'http', relayed: false })
      expect(await roundTrip(connection, 1_000_000)).toBe(1_000_000)
      await connection.newStream(ECHO)
      const [remote] = node.getConnections()
      const ends = [connection, remote].filter((each) => each !== undefined)
      const closed = ends.map((each) => new Promise((resolve) => each.addEventListener('close', resolve)))
      await (closing === 'client' ? connection : remote)?.close()
      await Promise.all(closed)
      expect(ends.map(({ status }) => status)).toEqual(['closed', 'closed'])
    }
  })

  it('closes cleanly while the other side still sends', async () => {
    const connection = await (await startNode({})).dial(node.getMultiaddrs())
    await roundTrip(connection, 1_000)
    const stream = await connection.newStream(ECHO)
    const pouring = (async () => {
      for (;;) await send(stream, new Uint8Array(1_000))
    })()
    pouring.catch(() => undefined)
    const [remote] = node.getConnections()
    await remote?.close()
    await expect(pouring).rejects.toThrow()
    expect(remote?.status).toBe('closed')
  })

  it('resets both sides when one aborts', async () => {
    const connection = await (await startNode({})).dial(node.getMultiaddrs())
    await roundTrip(connection, 1_000)
    const [remote] = node.getConnections()
    const closed = new Promise((resolve) => connection.addEventListener('close', resolve))
    remote?.abort(new Error('enough'))
    await closed
    expect(connection.status).not.toBe('open')
  })

  it('gives a dial up as soon as it is told to', async () => {
    const never: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
    await expect(
      (await startNode({ fetch: never })).dial(node.getMultiaddrs(), { signal: AbortSignal.timeout(50) }),
    ).rejects.toThrow()
  })

  it('says so when there is no node behind an address', async () => {
    const other = await openNodeListener({ handler: async () => new Response('<html>a page</html>') })
    cleanup.push(() => other.close())
    const dialler = await startNode({})
    const address = `/ip4/127.0.0.1/tcp/${other.addresses[0]?.port}/http/p2p/${node.peerId.toString()}`
    await expect(dialler.dial(multiaddr(address))).rejects.toMatchObject({ name: 'SessionLostError' })
  })

  it('forgets a client that fell silent', async () => {
    const quickPort = await openNodeListener()
    cleanup.push(() => quickPort.close())
    const quick = await startNode({ port: quickPort, limits: { idleMs: 150 } })
    let dead = false
    const mortal: typeof fetch = (input, init) => (dead ? new Promise(() => undefined) : fetch(input, init))
    const dialler = await startNode({ fetch: mortal })
    await dialler.dial(quick.getMultiaddrs())
    const closed = new Promise((resolve) => quick.addEventListener('connection:close', resolve))
    dead = true
    await closed
    expect(quick.getConnections()).toEqual([])
  })
})
