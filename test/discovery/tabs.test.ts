import { nodeTransports } from '@hydra/transports'
import { openNodeListener } from '@hydra/transports/node-listener'
import { createLibp2p } from 'libp2p'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildPage, openBrowser, type Browser, type Page, type Tab } from '../browser/open-browser.ts'
import { startRoomServer } from '../browser/room-server.ts'

type PeerTab = Tab<typeof import('./pages/tab.ts')>

// On a machine that is busy with other things as well.
const PATIENCE = { timeout: 30_000 }
const cleanup: Array<() => unknown> = []
let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await openBrowser()
  page = await buildPage(new URL('./pages/tab.ts', import.meta.url))
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

async function startNode() {
  const port = await openNodeListener()
  const node = await createLibp2p(nodeTransports({ port }))
  const stop = async () => {
    await node.stop()
    await port.close()
  }
  cleanup.push(stop)
  return { address: node.getMultiaddrs()[0]?.toString() ?? '', peerId: node.peerId.toString(), stop }
}

async function startRoom() {
  const server = await startRoomServer()
  cleanup.push(() => server.stop())
  return server
}

const direct = async (tab: PeerTab) =>
  (await tab.call('connections')).filter(({ over, relayed }) => over === 'webrtc' && !relayed)

describe('tabs that look for each other', () => {
  it('meet in a bare room with no node at all, and stay together when it is gone', async () => {
    const room = await startRoom()
    const [a, b] = await Promise.all([openTab(), openTab()])
    const [idOfA, idOfB] = await Promise.all([
      a.call('join', { urls: [room.url] }),
      b.call('join', { urls: [room.url] }),
    ])
    await Promise.all([a.call('untilDirectTo', [idOfB]), b.call('untilDirectTo', [idOfA])])
    expect([await a.call('foundBy', idOfB), await b.call('foundBy', idOfA)].flat()).toContain('room')
    // Both may have dialled at once: one of two connections is let go.
    await expect.poll(() => direct(a), PATIENCE).toMatchObject([{ peer: idOfB, over: 'webrtc' }])
    const before = await direct(a)
    await room.stop()
    expect(await a.call('echoes', idOfB)).toBe(true)
    expect(await direct(a)).toEqual(before)
  })

  it('let a third join by peer exchange, and lose nobody when node and room are gone', async () => {
    const [node, room] = [await startNode(), await startRoom()]
    const [a, b, c] = await Promise.all([openTab(), openTab(), openTab()])
    const both = { urls: [room.url], relays: [node.address] }
    const [idOfA, idOfB] = await Promise.all([a.call('join', both), b.call('join', both)])
    await Promise.all([a.call('untilDirectTo', [idOfB]), b.call('untilDirectTo', [idOfA])])
    const known = (await a.call('addresses')).filter((address) => address.includes('/p2p-circuit/webrtc'))
    const idOfC = await c.call('join', { known })
    await c.call('untilDirectTo', [idOfA, idOfB])
    expect(await c.call('foundBy', idOfB)).toContain('exchange')
    const before = await direct(c)
    await Promise.all([node.stop(), room.stop()])
    expect([await c.call('echoes', idOfA), await c.call('echoes', idOfB), await a.call('echoes', idOfB)]).not.toContain(
      false,
    )
    expect(await direct(c)).toEqual(before)
    expect((await b.call('connections')).map(({ peer }) => peer)).toEqual(expect.arrayContaining([idOfA, idOfC]))
  })

  it('mend their mesh when one of them leaves after node and room did', async () => {
    const node = await startNode()
    const [a, b, c, d] = await Promise.all([openTab(), openTab(), openTab(), openTab()])
    const waysTo = async (tab: PeerTab) => (await tab.call('addresses')).filter((way) => way.includes('/webrtc'))
    // Of the three, the node is one.
    const joinBy = async (tab: PeerTab, known: string[]) =>
      tab.call('join', { relays: [node.address], minPeers: 3, known })
    const idOfA = await joinBy(a, [])
    const idOfB = await joinBy(b, await waysTo(a))
    const idOfC = await joinBy(c, await waysTo(b))
    await c.call('untilDirectTo', [idOfA, idOfB])
    const idOfD = await joinBy(d, await waysTo(c))
    await d.call('untilDirectTo', [idOfC])
    await expect.poll(async () => (await direct(d)).length, PATIENCE).toBe(2)
    for (const tab of [a, b]) await expect.poll(() => tab.call('foundBy', idOfD), PATIENCE).not.toEqual([])
    await node.stop()
    await c.call('leave')
    await Promise.all([a.call('untilDirectTo', [idOfB, idOfD]), b.call('untilDirectTo', [idOfD])])
    expect(await b.call('echoes', idOfD)).toBe(true)
  })
})
