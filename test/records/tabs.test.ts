import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openNodeListener } from '@hydra/transports/node-listener'
import type { ProfiledBrowser } from './chromium.ts'
import { type RecordsNode, startNode } from './node.ts'
import { openOrigin, type Origin } from './origin.ts'

type Page = typeof import('./pages/tab.ts')

let origin: Origin
let browser: ProfiledBrowser
beforeAll(async () => {
  origin = await openOrigin()
  browser = await origin.start()
})
afterAll(() => origin?.close())

async function withNode<T>(database: string, use: (node: RecordsNode) => Promise<T>): Promise<T> {
  const port = await openNodeListener()
  const node = await startNode(port, join(origin.folder, database))
  try {
    return await use(node)
  } finally {
    await node.close()
    await port.close()
  }
}

it('a tab on IndexedDB and a node on SQLite converge over a real connection, and agree after both were closed', async () => {
  const first = await browser.open<Page>(origin.url)
  expect(await first.call('open', 'converge')).toBe(0)
  await first.call('add', 0, 2000, 'of the tab')
  const agreed = await withNode('converge.db', async (node) => {
    await node.add(1000, 3000, 'of the node')
    expect(await first.call('meet', node.address)).toMatchObject({ received: 3000, sent: 2000 })
    expect(await first.call('digest')).toEqual(await node.digest())
    return node.digest()
  })
  expect(agreed.size).toBe(5000)
  await first.call('close')
  await first.page.close()
  const again = await browser.open<Page>(origin.url)
  expect(await again.call('open', 'converge')).toBe(5000)
  await withNode('converge.db', async (node) => {
    expect([await node.digest(), await again.call('digest')]).toEqual([agreed, agreed])
    expect(await again.call('meet', node.address)).toMatchObject({ received: 0, sent: 0, roundTrips: 1 })
  })
  await again.call('close')
  await again.page.close()
})

it('two tabs share one set; one of them leads, and when it closes the other takes over', async () => {
  const [one, two] = [await browser.open<Page>(origin.url), await browser.open<Page>(origin.url)]
  await one.call('lead', 'shared')
  await one.page.waitForFunction('tab.isLeading()')
  await two.call('lead', 'shared')
  await one.call('open', 'shared')
  await two.call('open', 'shared')
  await two.call('add', 0, 500, 'of the tab that does not lead')
  await one.page.waitForFunction('tab.digest().then(({ size }) => size === 500)')
  await withNode('shared.db', async (node) => {
    expect(await one.call('meet', node.address)).toMatchObject({ sent: 500 })
    expect(await two.call('isLeading')).toBe(false)
    await one.page.close()
    await two.page.waitForFunction('tab.isLeading()')
    await node.add(5000, 100, 'while nobody led')
    expect(await two.call('meet', node.address)).toMatchObject({ received: 100, sent: 0 })
    expect(await two.call('digest')).toEqual(await node.digest())
  })
  await two.page.close()
})

it('a browser that gives no more room ends in an error by name, and loses nothing that it acknowledged', async () => {
  const tab = await browser.open<Page>(origin.url)
  const devtools = await tab.page.context().newCDPSession(tab.page)
  const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin: origin.url })
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: origin.url, quotaSize: usage + 500_000 })
  await tab.call('open', 'full')
  const { acknowledged, failed } = await tab.call('fill')
  expect(failed).toBe('StoreWriteError')
  expect(acknowledged.length).toBeGreaterThan(100)
  await tab.call('close')
  await tab.page.reload()
  await tab.page.waitForFunction('globalThis.tab')
  expect(await tab.call('open', 'full')).toBeGreaterThanOrEqual(acknowledged.length)
  expect(await tab.call('inspect', acknowledged)).toMatchObject({ lost: [], corrupt: 0, reports: [] })
  await tab.page.close()
})
