import { nodeTransports } from '@hydra/transports'
import { openNodeListener } from '@hydra/transports/node-listener'
import { createLibp2p } from 'libp2p'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildPage, openBrowser, type Browser, type Page, type Tab } from '../browser/open-browser.ts'
import { startRoomServer, type RoomServer } from '../browser/room-server.ts'

type PeerTab = Tab<typeof import('./pages/tab-peer.ts')>

const MIB = 1024 ** 2
const cleanup: Array<() => unknown> = []
let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await openBrowser()
  page = await buildPage(new URL('./pages/tab-peer.ts', import.meta.url))
})
afterEach(async () => {
  for (const each of cleanup.splice(0).reverse()) await each()
})
afterAll(() => browser.close())

async function openTab(): Promise<PeerTab> {
  const tab: PeerTab = await browser.openTab(page)
  cleanup.push(() => tab.close())
  return tab
}

async function startRoom(): Promise<RoomServer> {
  const server = await startRoomServer()
  cleanup.push(() => server.stop())
  return server
}

async function startNode() {
  const port = await openNodeListener()
  const node = await createLibp2p(nodeTransports({ port }))
  const stop = async () => {
    await node.stop()
    await port.close()
  }
  cleanup.push(stop)
  return { address: node.getMultiaddrs()[0]?.toString() ?? '', stop }
}

describe('two tabs', () => {
  it('meet through a node in under three seconds, and stay connected after it stops', async () => {
    const node = await startNode()
    const [a, b] = await Promise.all([openTab(), openTab()])
    const started = performance.now()
    const [, idOfB] = await Promise.all([a.call('start', {}), b.call('start', { relays: [node.address] })])
    const [address] = (await b.call('addresses')).filter((each) => each.includes('/webrtc'))
    const kind = await a.call('dial', address ?? '')
    const ms = performance.now() - started
    console.log(`two tabs met through a node in ${Math.round(ms)} ms, of which WebRTC took ${Math.round(kind.ms)} ms`)
    expect(kind).toMatchObject({ over: 'webrtc', relayed: false })
    expect(ms).toBeLessThan(3_000)
    await node.stop()
    expect(await a.call('echo', idOfB, 16 * MIB)).toMatchObject({ received: 16 * MIB, wrong: 0 })
    expect(await a.call('kinds', idOfB)).toEqual(['webrtc'])
  })

  it('meet through a bare room server with no node at all, and stay connected after it stops', async () => {
    const server = await startRoom()
    const [a, b] = await Promise.all([openTab(), openTab()])
    const started = performance.now()
    const [, idOfB] = await Promise.all([
      a.call('start', { urls: [server.url] }),
      b.call('start', { urls: [server.url] }),
    ])
    const kind = await a.call('dial', await a.call('someoneInRoom', idOfB))
    console.log(`two tabs met through a room in ${Math.round(performance.now() - started)} ms`)
    expect(kind).toMatchObject({ over: 'webrtc', relayed: false })
    await server.stop()
    expect(await a.call('echo', idOfB, 16 * MIB)).toMatchObject({ received: 16 * MIB, wrong: 0 })
    expect(await a.call('kinds', idOfB)).toEqual(['webrtc'])
  })
})
