import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { openNodeListener } from '@hydra/transports/node-listener'
import { openChromium } from '../picture-sharing/open-journal.ts'
import { LONG, seriousFaults, visit } from './open-dashboard.ts'
import { galleryPage } from './open-gallery.ts'
import type * as gallery from './pages/gallery.tsx'
import { MARKUP } from './pages/scenes.ts'

let browser: Browser
let pages: Awaited<ReturnType<typeof galleryPage>>
beforeAll(async () => {
  pages = await galleryPage()
  browser = await openChromium()
})
afterAll(() => browser.close())

/** All components, with as much of everything as is asked for. */
async function show(options: Parameters<typeof gallery.show>[0] = {}, viewport = { width: 1280, height: 900 }) {
  const server = await openNodeListener({
    async handler({ url }) {
      const file = pages.get(new URL(url).pathname)
      return new Response(file?.body ?? '', { headers: { 'content-type': file?.type ?? 'image/x-icon' } })
    },
  })
  onTestFinished(() => server.close())
  const watched = await visit(browser, server.url, { viewport })
  await watched.page.evaluate((given) => (globalThis as unknown as { tab: typeof gallery }).tab.show(given), options)
  await watched.page.locator('.spot').first().waitFor(LONG)
  return watched
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

it('shows markup in every name as the text that it is, and keeps it within the screen of a phone', async () => {
  const { page, errors } = await show({ name: MARKUP }, { width: 390, height: 844 })
  await page.getByRole('button', { name: 'Look at everything' }).click()
  await page.getByRole('button', { name: /^Look at </ }).click()
  await page.locator('.spot').first().click()
  await page.locator('.block').first().click()
  expect(await page.getByText(MARKUP).count()).toBeGreaterThan(30)
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
  expect(await page.locator('img, main script').count()).toBe(0)
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  const long = 'W'.repeat(4_000)
  await page.evaluate((name) => (globalThis as unknown as { tab: typeof gallery }).tab.show({ name }), long)
  expect(await overflow(page)).toBeLessThanOrEqual(0)
  expect(errors).toEqual([])
  // The control: put into the page as markup, it runs.
  await page.evaluate((markup) => void (document.body.innerHTML += markup), MARKUP)
  await page.waitForFunction(() => 'hacked' in window, undefined, LONG)
})

it('draws ten thousand of everything in part, says how much more there is, and stays quick', async () => {
  const { page } = await show({ count: 10_000 })
  await page.getByText('9,952 more connected, 9,968 more known, not drawn.').waitFor()
  await page.getByText('9,760 older blocks, not drawn.').waitFor()
  await page.getByText('9,986 older ones.').waitFor()
  await page.getByText('100,000 files in the index, 20 shown').waitFor()
  await page.getByText('10,000 lines, the newest 400 shown').waitFor()
  expect(await page.locator('*').count()).toBeLessThan(8_000)
  const took = await page.evaluate(() => {
    const { show } = (globalThis as unknown as { tab: typeof gallery }).tab
    const started = performance.now()
    show({ count: 10_000 })
    return performance.now() - started
  })
  // On an idle machine it is a tenth of a second; whoever drew all of it would take minutes.
  expect(took).toBeLessThan(5_000)
})

it('says how long a service has not answered, and gives up on it when it is told to', async () => {
  const { page } = await show()
  const form = page.locator('form').filter({ hasText: 'Server' })
  await form.getByLabel('Server').fill('http://localhost:3000')
  await form.getByRole('button', { name: 'Host it' }).click()
  await form.getByText(/^\d+\.\d s$/).waitFor(LONG)
  expect(await form.getByRole('button', { name: 'Host it' }).isDisabled()).toBe(true)
  await form.getByRole('button', { name: 'Cancel' }).click()
  expect(await form.getByRole('button', { name: 'Host it' }).isEnabled()).toBe(true)
})

it('is reached by keyboard: one stop of the Tab key for a picture, and arrows within it', async () => {
  const { page } = await show({ count: 6 })
  await page.locator('.spot').first().focus()
  await page.keyboard.press('Tab')
  expect(await page.locator('.spot:focus').count()).toBe(0)
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.getByRole('article', { name: /^Peer/ }).waitFor()
  await page.locator('.block').last().focus()
  await page.keyboard.press('Home')
  await page.keyboard.press(' ')
  await page.locator('.block-card').getByText('block0').waitFor()
})

it('axe finds no serious fault in any component, light or dark, and would find one', async () => {
  const { page } = await show()
  await page.getByRole('button', { name: 'Look at everything' }).click()
  await page.locator('.step').nth(3).waitFor()
  expect(await seriousFaults(page, 'gallery', 'dark', 'light')).toEqual([])
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')))
  expect((await seriousFaults(page, 'gallery', 'light')).join()).toContain('button-name')
})
