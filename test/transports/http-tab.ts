import type { Libp2p, Stream } from '@libp2p/interface'
import { nodeTransports, receive, send } from '@hydra/transports'
import { openNodeListener, type NodeListener } from '@hydra/transports/node-listener'
import { createLibp2p } from 'libp2p'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPage, openBrowser, type Browser, type Page, type Tab } from '../browser/open-browser.ts'
import { bufferingProxy, droppingProxy, plainProxy, repeatingProxy } from './proxies.ts'

type EchoTab = Tab<typeof import('./pages/echo.ts')>

const MIB = 1024 ** 2
/** A tab that has nothing but requests, through what may stand between it and a node, with so many bytes. */
export function testTabOverHttp(bytes: number): void {
  let browser: Browser
  let page: Page
  let port: NodeListener
  let node: Libp2p
  beforeAll(async () => {
    browser = await openBrowser()
    page = await buildPage(new URL('./pages/echo.ts', import.meta.url))
    port = await openNodeListener()
    node = await createLibp2p(nodeTransports({ port }))
    await node.handle('/hydra/test/echo/1.0.0', echo)
  })
  afterAll(async () => {
    await browser.close()
    await node.stop()
    await port.close()
  })

  async function echo(stream: Stream): Promise<void> {
    for await (const bytes of receive(stream)) await send(stream, bytes)
    await stream.close()
  }

  function connectedOver(count: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (node.getConnections().length === count) resolve()
      }
      node.addEventListener('connection:open', look)
      node.addEventListener('connection:close', look)
      look()
    })
  }

  describe.each([
    ['straight to the node', plainProxy],
    ['through a proxy that buffers', bufferingProxy],
    ['through a proxy that drops one request in ten', droppingProxy],
    ['through a proxy that repeats one request in ten', repeatingProxy],
  ])('a tab over plain HTTP, %s', (name, startProxy) => {
    let tab: EchoTab
    let proxy: Awaited<ReturnType<typeof plainProxy>>
    let address: string
    beforeAll(async () => {
      const target = port.addresses[0]?.port ?? 0
      proxy = await startProxy(target)
      address = `/ip4/127.0.0.1/tcp/${proxy.port}/http/p2p/${node.peerId.toString()}`
      tab = await browser.openTab(page)
    })
    afterAll(async () => {
      await tab.close()
      await proxy.close()
    })

    it('echoes', async () => {
      expect(await tab.call('echo', address, 1_000)).toMatchObject({ received: 1_000, wrong: 0, over: 'http' })
    })

    it(`transfers ${bytes / MIB} MiB`, async () => {
      const result = await tab.call('echo', address, bytes)
      console.log(
        `${name}: ${bytes / MIB} MiB there and back in ${Math.round(result.ms)} ms, ${proxy.requests} requests`,
      )
      expect(result).toMatchObject({ received: bytes, wrong: 0 })
    })

    it('is seen to close by the node', async () => {
      await tab.call('hangUp', address)
      await connectedOver(0)
      expect(node.getConnections()).toEqual([])
    })

    it('sees the node close', async () => {
      await tab.call('hold', address)
      const closed = tab.call('untilClosed')
      await Promise.all(node.getConnections().map((connection) => connection.close()))
      expect(await closed).toEqual({ status: 'closed', streams: 0 })
    })
  })
}
