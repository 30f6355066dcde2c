import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { nodeTransports, type Preset, receive, send } from '@hydra/transports'
import { i2p, type I2p, i2pOnly, NoI2pRouterError, openI2p } from '@hydra/transports/i2p'
import { openNodeListener } from '@hydra/transports/node-listener'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import { expect, it, onTestFinished } from 'vitest'
import { type FakeRouter, startFakeRouter } from './fake-router.ts'

async function startRouter(): Promise<FakeRouter> {
  const router = await startFakeRouter()
  onTestFinished(() => router.close())
  return router
}

async function open(router: FakeRouter, keys?: string): Promise<I2p> {
  const place = await openI2p({ sam: { port: router.port }, ...(keys !== undefined && { keys }) })
  onTestFinished(() => place.close())
  return place
}

async function start(options: Preset): Promise<Libp2p> {
  const node = await createLibp2p(options)
  onTestFinished(() => node.stop())
  return node
}

it('says that there is no router on this machine', async () => {
  const opening = openI2p({ sam: { port: 1 } })
  await expect(opening).rejects.toThrow(NoI2pRouterError)
  await expect(opening).rejects.toThrow(
    'No I2P router answers at 127.0.0.1:1. Start one (i2pd, or I2P itself), and switch its SAM bridge on.',
  )
})

it('is not held up by what is no router', async () => {
  const endless = createServer((socket) => void socket.on('error', () => {}).write('x'.repeat(20_000)))
  endless.listen(0, '127.0.0.1')
  await once(endless, 'listening')
  onTestFinished(() => void endless.close())
  const { port } = endless.address() as AddressInfo
  await expect(openI2p({ sam: { port } })).rejects.toThrow(NoI2pRouterError)
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  onTestFinished(() => void silent.close())
  const opening = openI2p({
    sam: { port: (silent.address() as AddressInfo).port },
    signal: AbortSignal.timeout(100),
  })
  await expect(opening).rejects.toMatchObject({ name: 'TimeoutError' })
})

it('says what the router will not do, and why', async () => {
  const router = await startRouter()
  const place = await open(router)
  await expect(open(router, place.keys)).rejects.toThrow('another program uses these keys already (DUPLICATED_DEST)')
  const node = await start(i2pOnly(place))
  const nobody = `/garlic32/${'a'.repeat(52)}`
  await expect(node.dial(multiaddr(nobody))).rejects.toThrow('nobody of that name is known to it (KEY_NOT_FOUND)')
  router.answers('STREAM STATUS', undefined)
  const other = await open(router)
  await expect(node.dial(multiaddr(other.address))).rejects.toThrow()
  router.answers('HELLO REPLY', 'HELLO REPLY RESULT=NOVERSION')
  await expect(open(router)).rejects.toThrow('its SAM bridge is older than version 3.1 (NOVERSION)')
})

it('has the same name again with the same keys', async () => {
  const router = await startRouter()
  const first = await open(router)
  await first.close()
  expect((await open(router, first.keys)).name).toBe(first.name)
  expect((await open(router)).name).not.toBe(first.name)
})

it('loses what ran through a router that dies, and nothing else; and is back under its name when that is', async () => {
  const router = await startRouter()
  const [here, there] = [await open(router), await open(router)]
  const port = await openNodeListener()
  onTestFinished(() => port.close())
  const both = await start({ ...nodeTransports({ port, transports: [i2p(here)], listen: [here.address] }) })
  const inside = await start(i2pOnly(there))
  const outside = await start(nodeTransports())
  await both.handle('/echo/1.0.0', async (stream) => {
    for await (const bytes of receive(stream)) await send(stream, bytes)
  })
  const direct = await outside.dial(
    both.getMultiaddrs().filter((each) => String(each).endsWith(`/ws/p2p/${both.peerId}`)),
  )
  const hidden = await inside.dial(multiaddr(here.address))
  await expect.poll(() => String(both.getConnections(inside.peerId)[0]?.remoteAddr)).toContain(there.address)
  const [byWebSocket, byI2p] = [await direct.newStream('/echo/1.0.0'), await hidden.newStream('/echo/1.0.0')]
  const ask = async (stream: typeof byI2p, text: string) => {
    await send(stream, new TextEncoder().encode(text))
    return new TextDecoder().decode((await receive(stream).next()).value)
  }
  expect(await ask(byI2p, 'through I2P')).toBe('through I2P')

  await router.die()
  await expect.poll(() => [hidden.status, both.getConnections(inside.peerId).length]).toEqual(['closed', 0])
  await expect(inside.dial(multiaddr(here.address))).rejects.toThrow('No I2P router answers at')
  expect(await ask(byWebSocket, 'still here')).toBe('still here')

  await router.revive()
  await expect
    .poll(() => inside.dial(multiaddr(here.address)).then((each) => each.status, String), { timeout: 15_000 })
    .toBe('open')
})
