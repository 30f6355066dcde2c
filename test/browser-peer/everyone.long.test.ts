import axe from 'axe-core'
import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { startRoomServer } from '../browser/room-server.ts'
import { setStage } from './stage.ts'
import { call, connectedOnGraph, go, host, LONG, peerIdOf } from './steps.ts'

const SCREENS = ['network', 'host', 'services', 'files', 'names', 'inspect', 'you']
const HOSTILE = '<img src=x onerror="globalThis.escaped = true">.txt'

const { arrive, browser, onEnd, site, withNode } = setStage()

it('of three tabs of one person one runs the peer; the next takes over when asked, and by itself', async () => {
  const { url } = await withNode()
  const { context, page: first } = await arrive(url)
  await connectedOnGraph(first, 1)
  const { address } = await host(first, 'counter')
  const who = await peerIdOf(first)
  const [second, third] = [await context.newPage(), await context.newPage()]
  await second.goto(url)
  await third.goto(url)
  await second.getByText('runs in another tab').waitFor(LONG)
  await third.getByText('runs in another tab').waitFor(LONG)

  await second.getByRole('button', { name: 'Go on here' }).click()
  await second.getByRole('heading', { name: 'Network', level: 1 }).waitFor(LONG)
  await first.getByText('runs in another tab').waitFor(LONG)
  expect(await peerIdOf(second)).toBe(who)

  await second.close()
  await third.getByRole('heading', { name: 'Network', level: 1 }).waitFor(LONG)
  expect(await peerIdOf(third)).toBe(who)
  expect(await call(third, address)).toMatch(/^\{"visits":\d+\}$/)
})

/** Whether all parts that are brought before they are used have come. */
function hasTheRest(): boolean {
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel="modulepreload"]')]
  const come = new Set(performance.getEntriesByType('resource').map(({ name }) => name))
  return links.length > 10 && links.every(({ href }) => come.has(href))
}

it('says that it is offline, and is back when the network is', async () => {
  const { url } = await withNode()
  const { context, page } = await arrive(url)
  await connectedOnGraph(page, 1)
  await expect.poll(() => page.evaluate(hasTheRest), LONG).toBe(true)
  await context.setOffline(true)
  await page.getByText('This device is offline.').waitFor(LONG)
  // A screen that nobody has looked at yet.
  await go(page, 'names')
  await page.getByRole('heading', { name: 'The ledger' }).waitFor(LONG)
  await go(page, 'network')
  await context.setOffline(false)
  await page.getByText('This device is offline.').waitFor({ state: 'hidden', ...LONG })
  await connectedOnGraph(page, 1)
})

it('says that a node is down, and offers a room; two tabs meet in it, and one calls the other', async () => {
  const room = await startRoomServer()
  onEnd(() => room.stop())
  const { page } = await arrive(`${site()}?node=http://127.0.0.1:9`)
  await page.getByText('The node at http://127.0.0.1:9 does not answer').waitFor(LONG)
  await page.getByRole('link', { name: 'Meet in a room instead' }).click()
  await page.getByLabel('A node, or a room').fill(room.url)
  await page.getByRole('button', { name: 'Meet there' }).click()
  const { page: other } = await arrive(`${site()}?room=${encodeURIComponent(room.url)}`)
  await connectedOnGraph(other, 1)
  await connectedOnGraph(page, 1)
  const { address } = await host(page, 'greeting')
  // Announced after some work, which takes a while where both tabs and more share two cores.
  await expect.poll(() => call(other, address), LONG).toBe('{"hello":"stranger","from":"a browser tab"}')
})

it('says that WebRTC is blocked, and reaches the other tab through the node', async () => {
  const { url } = await withNode()
  const { page: other } = await arrive(url)
  const { address } = await host(other, 'greeting')
  const context = await browser().newContext()
  onEnd(() => context.close())
  await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'))
  const page = await context.newPage()
  await page.goto(url)
  await page.getByText('blocked here').waitFor(LONG)
  expect(await call(page, address)).toBe('{"hello":"stranger","from":"a browser tab"}')
})

it('shares a file whose name is markup: it is found, read and fetched as text', async () => {
  const { url } = await withNode()
  const [ada, bo] = [await arrive(url), await arrive(url)]
  await connectedOnGraph(bo.page, 2)
  await go(ada.page, 'files')
  const file = { name: HOSTILE, mimeType: 'text/plain', buffer: Buffer.from('harmless') }
  await ada.page.locator('.drop input').setInputFiles(file)
  await ada.page.locator('.file', { hasText: HOSTILE }).first().waitFor(LONG)
  await go(bo.page, 'files')
  const found = bo.page.getByRole('button', { name: `Get ${HOSTILE}` })
  await expect
    .poll(
      async () => {
        await bo.page.getByLabel('Search the index').fill('onerror')
        await bo.page.getByLabel('Search the index').fill('onerror txt')
        return found.count()
      },
      { timeout: 60_000, interval: 1_000 },
    )
    .toBe(1)
  await found.click()
  await bo.page.locator('.file a', { hasText: HOSTILE }).waitFor(LONG)
  expect(await bo.page.evaluate(() => 'escaped' in globalThis)).toBe(false)
})

it('axe finds no serious fault on any screen, light or dark', async () => {
  const { url } = await withNode()
  const { page } = await arrive(url)
  await host(page, 'counter')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const screen of SCREENS) {
      await go(page, screen)
      await page.getByRole('heading', { level: 1, name: new RegExp(screen, 'i') }).waitFor(LONG)
      expect(await faultsOf(page), `${screen}, ${colorScheme}`).toEqual([])
    }
  }
})

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
    return (await axe.run()).violations
  })
  const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}
