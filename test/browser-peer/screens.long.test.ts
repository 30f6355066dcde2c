import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createKeyPair } from '@hydra/identity'
import { createPeer, type Peer } from '@hydra/peer'
import { nodePeer, type NodeLink } from '@hydra/peer/node'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { publishGuest } from '../dashboard/cast.ts'
import { openChromium, startHost, startNode, visit } from '../picture-sharing/open-journal.ts'
import { builtPage } from './built-page.ts'
import { go, host, LONG } from './steps.ts'

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/browser-peer/', import.meta.url))
const SIZES = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 900 } },
}

let browser: Browser
let site: Awaited<ReturnType<typeof startHost>>
beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true })
  site = await startHost(await builtPage())
  browser = await openChromium()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

it('takes a picture of every screen, in both themes, on a phone and a desk', async () => {
  const node = await startNode(async () => new Response(undefined, { status: 404 }))
  onTestFinished(() => node.close())
  const neighbours = [await neighbour(node.url), await neighbour(node.url)]
  await fill(neighbours[0] as Peer<NodeLink>)
  const url = `${site.url}some/path/?node=${encodeURIComponent(node.url)}`
  const { page, context, errors } = await visit(browser, url)
  const { page: other, close } = await visit(browser, url)
  onTestFinished(close)
  await host(other, 'greeting')
  await host(page, 'guest-book')
  const { address } = await host(page, 'counter')
  await prepare(page, other, address)
  for (const [size, { viewport }] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await tour(page, async (name) => {
        await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
        await page.evaluate(() => scrollTo(0, 0))
        const height = await page.evaluate(() => document.documentElement.scrollHeight)
        // As tall as all of it: what is fixed to the screen's edge then covers nothing.
        await page.setViewportSize({ ...viewport, height: Math.max(viewport.height, height) })
        await page.evaluate(() => scrollTo(0, 0))
        await page.screenshot({ path: `${FOLDER}${name}-${size}-${colorScheme}.jpg`, type: 'jpeg', quality: 72 })
        await page.setViewportSize(viewport)
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          `${name} ${size}`,
        ).toBeLessThanOrEqual(0)
      })
    }
  }
  const waiting = await context.newPage()
  await waiting.goto(url)
  await waiting.getByText('runs in another tab').waitFor(LONG)
  await waiting.screenshot({ path: `${FOLDER}second-tab-desktop-light.jpg`, type: 'jpeg', quality: 72 })
  await node.close()
  await go(page, 'network')
  await page.locator('.trouble').waitFor(LONG)
  await page.screenshot({ path: `${FOLDER}node-down-desktop-dark.jpg`, type: 'jpeg', quality: 72, fullPage: true })
  expect(errors.filter((error) => !error.includes('ERR_CONNECTION_REFUSED'))).toEqual([])
})

async function neighbour(url: string): Promise<Peer<NodeLink>> {
  const { port } = new URL(url)
  const peer = await createPeer(
    nodePeer({ dial: [`/ip4/127.0.0.1/tcp/${port}/ws`], acceptWeak: true, dialPrivate: true }),
  )
  onTestFinished(() => peer.close())
  return peer
}

/** Names, a service that anybody may run, and files. */
async function fill(ada: Peer<NodeLink>): Promise<void> {
  await publishGuest(ada)
  for (const [name, title] of [
    ['pictures-from-the-north-pier', 'Pictures from the pier'],
    ['tide-tables-of-the-bay', 'When to swim'],
  ] as const) {
    await ada.names.claim(name, await createKeyPair(), { title })
  }
  const files = [
    ['whale.jpg', 'image/jpeg', 'Seen from the pier, before anybody was up.', ['sea', 'winter']],
    ['song of the sea.mp3', 'audio/mpeg', 'Two minutes of a humpback.', ['sea']],
    ['bread.txt', 'text/plain', 'Flour, water, salt, time.', ['kitchen']],
  ] as const
  for (const [name, mediaType, description, tags] of files) {
    const content = new TextEncoder().encode(name.repeat(20_000))
    const cid = await ada.files.add(content)
    await ada.files.provide(cid)
    await ada.index.publish(ada.identity.author, { name, mediaType, description, tags, cid, bytes: content.length })
  }
}

/** Requests of each kind, a file that was fetched, and everything that comes by itself. */
async function prepare(page: Page, other: Page, address: string): Promise<void> {
  await other.evaluate((at) => void (location.hash = `/services/call/${new URL(at).host}`), address)
  for (const hidden of [false, false, true]) {
    await other.locator('input[name="hidden"]').setChecked(hidden)
    await other.getByRole('button', { name: 'Call', exact: true }).click(LONG)
    await other.locator('.answer').waitFor(LONG)
  }
  await page.evaluate((at) => void (location.hash = `/services/call/${new URL(at).host}`), address)
  await page.getByRole('button', { name: 'Call', exact: true }).click(LONG)
  await page.locator('.answer').waitFor(LONG)
  await go(page, 'names')
  await page.locator('.ledger-scroll svg').waitFor({ timeout: 90_000 })
  await go(page, 'files')
  const get = page.getByRole('button', { name: 'Get whale.jpg' })
  await expect
    .poll(
      async () => {
        await page.getByLabel('Search the index').fill('sea ')
        await page.getByLabel('Search the index').fill('sea')
        return get.count()
      },
      { timeout: 90_000, interval: 1_000 },
    )
    .toBe(1)
  await get.click()
  await page.locator('.file a', { hasText: 'whale.jpg' }).first().waitFor(LONG)
}

async function tour(page: Page, see: (name: string) => Promise<void>): Promise<void> {
  await go(page, 'network')
  await page.locator('.spot.is-connected').first().waitFor(LONG)
  await page.getByRole('heading', { name: 'Traffic' }).scrollIntoViewIfNeeded()
  await page.locator('.traffic canvas').waitFor(LONG)
  await page.locator('.more summary').click()
  await page.locator('.qr:not(.is-waiting)').waitFor(LONG)
  await see('network')
  await go(page, 'host')
  await page.locator('.qr:not(.is-waiting)').waitFor(LONG)
  await see('host')
  await go(page, 'services')
  await page.getByRole('button', { name: 'Look at Visitor count' }).click(LONG)
  await page.getByRole('heading', { name: 'Run Visitor count?' }).waitFor(LONG)
  await see('services')
  await go(page, 'files')
  await page.getByLabel('Search the index').fill('sea')
  await page.locator('.finder .file').first().waitFor(LONG)
  await see('files')
  await go(page, 'names')
  await page.getByLabel('Search names').fill('pictures')
  await page.locator('.claim').first().waitFor(LONG)
  await see('names')
  await go(page, 'inspect')
  await page.locator('.request', { hasText: 'You asked' }).getByText('Trail', { exact: true }).first().click(LONG)
  await see('inspect')
  await go(page, 'you')
  await page.locator('.quota').waitFor(LONG)
  await see('you')
}
