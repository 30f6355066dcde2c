import { nodeTransports } from '@hydra/transports'
import { openNodeListener } from '@hydra/transports/node-listener'
import { createLibp2p } from 'libp2p'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type Browser, buildPage, openBrowser, type Page, type Tab } from '../browser/open-browser.ts'

type FilesTab = Tab<typeof import('./pages/tab.ts')>

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

it('shows a picture of a tab in another, and in a third from the second when its author has left', async () => {
  const port = await openNodeListener()
  const node = await createLibp2p(nodeTransports({ port }))
  cleanup.push(
    () => port.close(),
    () => node.stop(),
  )
  const relay = node.getMultiaddrs()[0]?.toString() ?? ''
  const open = async (store: string) => {
    const tab: FilesTab = await browser.openTab(page)
    cleanup.push(() => tab.close())
    return { tab, address: await tab.call('start', { relay, store }) }
  }
  const [a, b, c] = [await open('a'), await open('b'), await open('c')]
  await b.tab.call('dial', a.address)
  const cid = await a.tab.call('addPicture', 512)
  const shown = await b.tab.call('showPicture', cid)
  expect(shown).toMatchObject({ width: 512, sources: ['swarm'] })
  await a.tab.close()
  await c.tab.call('dial', b.address)
  expect(await c.tab.call('showPicture', cid)).toEqual(shown)
})
