import type { Stream } from '@libp2p/interface'
import { nodeTransports, receive, send } from '@hydra/transports'
import { openNodeListener } from '@hydra/transports/node-listener'
import { createLibp2p } from 'libp2p'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildPage, openBrowser, type Browser, type Page } from '../browser/open-browser.ts'

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await openBrowser()
  page = await buildPage(new URL('./pages/echo.ts', import.meta.url))
})
afterAll(() => browser.close())

async function echo(stream: Stream): Promise<void> {
  for await (const bytes of receive(stream)) await send(stream, bytes)
  await stream.close()
}

it('a tab echoes 16 MiB with a node over WebSocket', async () => {
  const port = await openNodeListener()
  const node = await createLibp2p(nodeTransports({ port }))
  await node.handle('/hydra/test/echo/1.0.0', echo)
  const tab = await browser.openTab<typeof import('./pages/echo.ts')>(page)
  const address = node.getMultiaddrs()[0]?.toString() ?? ''
  const result = await tab.call('echo', address, 16 * 1024 ** 2)
  expect(result).toMatchObject({ received: 16 * 1024 ** 2, wrong: 0, over: 'websocket' })
  await tab.close()
  await node.stop()
  await port.close()
})
