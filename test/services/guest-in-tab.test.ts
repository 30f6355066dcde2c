import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Browser, buildPage, openBrowser } from '../browser/open-browser.ts'
import type * as guestModule from './pages/guest.ts'

let browser: Browser
const closing: (() => Promise<void>)[] = []
beforeAll(async () => {
  browser = await openBrowser()
  closing.push(() => browser.close())
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

it('a guest in a bundled page is asked from Node, ended in a loop, started again, and keeps what it stored over a reload', async () => {
  const node = await createPeer(nodePeer({ acceptWeak: true }))
  closing.push(() => node.close())
  const dial = node.link.node
    .getMultiaddrs()
    .map(String)
    .filter((address) => address.includes('/ws'))
  const page = await buildPage(new URL('./pages/guest.ts', import.meta.url))
  const tab = await browser.openTab<typeof guestModule>(page)
  const url = await tab.call('run', dial)
  const ask = (path = '') => node.services.fetch(url + path, { privacy: 'direct' })
  const nothing = 'undefined'.repeat(3)
  expect(await (await ask()).json()).toEqual({ count: 1, caught: nothing })
  expect((await ask('loop')).status).toBe(503)
  expect(await tab.call('look')).toMatchObject({ state: 'waiting', lastEnd: 'cpu' })
  await expect.poll(() => tab.call('look'), { timeout: 20_000 }).toMatchObject({ state: 'running', restarts: 1 })
  expect(await (await ask()).json()).toEqual({ count: 2, caught: nothing })
  await tab.reload()
  expect(await tab.call('run', dial)).toBe(url)
  expect(await (await ask()).json()).toEqual({ count: 3, caught: nothing })
})
