import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openChromium, startHost, startNode, visit, type Visitor } from '../picture-sharing/open-journal.ts'
import { builtPage } from './built-page.ts'
import { firstVisitOf } from './first-visit.ts'
import { call, connectedOnGraph, go, host, LONG, waysOf } from './steps.ts'

let browser: Browser
let site: Awaited<ReturnType<typeof startHost>>
const cleanup: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  site = await startHost(await builtPage())
  browser = await openChromium()
})
afterEach(async () => {
  for (const close of cleanup.splice(0).reverse()) await close()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

async function arrive(url: string): Promise<Visitor> {
  const visitor = await visit(browser, url)
  cleanup.push(() => visitor.close())
  return visitor
}

it('two tabs and a node meet; one hosts from its editor; it comes back after a reload; both outlive the node', async () => {
  const node = await startNode(async () => new Response('This node serves no page.', { status: 404 }))
  cleanup.push(() => node.close())
  const url = `${site.url}some/path/?node=${encodeURIComponent(node.url)}`
  const ada = await arrive(url)
  await connectedOnGraph(ada.page, 1)
  const { total, paintMs, bytes } = await firstVisitOf(ada.page)
  console.log(`Shown after ${Math.round(paintMs)} ms; a peer with ${total} bytes, gzip:`, Object.fromEntries(bytes))
  expect(total).toBeLessThan(250_000)
  expect(paintMs).toBeLessThan(1_000)
  const bo = await arrive(url)
  await connectedOnGraph(bo.page, 1)
  const start = performance.now()
  await Promise.all([connectedOnGraph(bo.page, 2), connectedOnGraph(ada.page, 2)])
  // Three seconds on a quiet machine; this one may be busy with the rest of the tests.
  expect(performance.now() - start).toBeLessThan(10_000)
  console.log(`Met on the graph ${Math.round(performance.now() - start)} ms after the node was reached.`)

  const { address, curl, link } = await host(ada.page, 'counter')
  expect(await call(bo.page, address)).toBe('{"visits":1}')
  expect(await (await fetch(curl)).json()).toEqual({ visits: 2 })
  await ada.page.locator('.request.is-well').nth(1).waitFor(LONG)
  // As somebody to whom the link was sent.
  await bo.page.goto(link)
  await bo.page.getByRole('button', { name: 'Call', exact: true }).click(LONG)
  await bo.page.getByText('{"visits":3}').waitFor(LONG)

  await ada.page.reload()
  await ada.page.getByRole('heading', { name: 'Share counter' }).waitFor(LONG)
  expect((await waysOf(ada.page)).address).toBe(address)
  await go(ada.page, 'network')
  await connectedOnGraph(ada.page, 2)
  expect(await call(bo.page, address)).toBe('{"visits":4}')

  expect([...ada.errors, ...bo.errors]).toEqual([])
  await node.close()
  await bo.page.getByText('does not answer').first().waitFor(LONG)
  expect(await call(bo.page, address)).toBe('{"visits":5}')
})
