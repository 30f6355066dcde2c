import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { Libp2p } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { afterEach, describe, expect, it } from 'vitest'
import { openNodeListener } from '../node-listener.ts'
import { webRTC } from '../webrtc.ts'
import { nodeTransports } from './node-transports.ts'

// On a machine that is busy with other things as well.
const PATIENCE = { timeout: 10_000 }
const cleanup: Array<() => unknown> = []
afterEach(async () => {
  for (const each of cleanup.splice(0).reverse()) await each()
})

/** A line to a relay, which goes dead after so many bytes: cut, or without a word. */
async function openLine(target: number) {
  const sockets = new Set<Socket>()
  let left = Number.POSITIVE_INFINITY
  let silent = false
  const spend = (bytes: number): boolean => {
    left -= bytes
    if (left < 0 && !silent) for (const socket of sockets) socket.destroy()
    return left >= 0
  }
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    const pass = (from: Socket, to: Socket): void => {
      sockets.add(from)
      from.on('data', (bytes) => spend(bytes.byteLength) && to.write(bytes))
      from.on('error', () => undefined)
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
    pass(near, far)
    pass(far, near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanup.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    dieAfter(bytes: number, how: 'cut' | 'silent') {
      left = bytes
      silent = how === 'silent'
    },
  }
}

async function start(listen: string[] = []): Promise<Libp2p> {
  const peer = await createLibp2p(nodeTransports({ listen, transports: [webRTC()] }))
  cleanup.push(() => peer.stop())
  return peer
}

/** A peer behind a relay, another that wants to reach it, and the one line that both have to the relay. */
async function street() {
  const port = await openNodeListener()
  cleanup.push(() => port.close())
  const relay = await createLibp2p(nodeTransports({ port }))
  cleanup.push(() => relay.stop())
  const line = await openLine(port.addresses[0]?.port ?? 0)
  const address = `/ip4/127.0.0.1/tcp/${line.port}/ws/p2p/${relay.peerId.toString()}/p2p-circuit`
  const hidden = await start([address, '/webrtc'])
  const dialler = await start()
  await dialler.dial(multiaddr(address.replace('/p2p-circuit', '')))
  return { line, hidden, dialler, address }
}

type Street = Awaited<ReturnType<typeof street>>

function dial({ hidden, dialler, address }: Street, way: '' | '/webrtc', signal = AbortSignal.timeout(10_000)) {
  return dialler.dial(multiaddr(`${address}${way}/p2p/${hidden.peerId.toString()}`), { signal })
}

// A relayed handshake takes some two kilobytes on this line, one of WebRTC some ten.
const WAYS = [
  ['', [1, 200, 400, 700, 1_000, 1_500]],
  ['/webrtc', [1_500, 3_000, 5_000]],
] as const

describe.each(WAYS)('a relay that vanishes in the middle of a handshake for %s', (way, cuts) => {
  it('is harmless where it does not: the handshake succeeds', async () => {
    const here = await street()
    expect((await dial(here, way)).status).toBe('open')
  })

  it.each(cuts)('fails the dial by name, and leaves nothing behind, after %i bytes', async (bytes) => {
    const here = await street()
    here.line.dieAfter(bytes, 'cut')
    const started = performance.now()
    await expect(dial(here, way)).rejects.toMatchObject({ name: expect.stringMatching(/Error$/) })
    // By the line that was cut, not by the time allowed.
    expect(performance.now() - started).toBeLessThan(8_000)
    for (const peer of [here.hidden, here.dialler]) await expect.poll(() => peer.getConnections(), PATIENCE).toEqual([])
  })
})

it('a relay that falls silent in the middle of a handshake holds a dial no longer than it is given', async () => {
  const here = await street()
  here.line.dieAfter(400, 'silent')
  const started = performance.now()
  await expect(dial(here, '', AbortSignal.timeout(500))).rejects.toMatchObject({
    name: expect.stringMatching(/Error$/),
  })
  expect(performance.now() - started).toBeLessThan(5_000)
  expect(here.dialler.getConnections(here.hidden.peerId)).toEqual([])
})
