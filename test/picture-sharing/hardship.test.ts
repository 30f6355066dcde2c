import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { findChromium } from '../../scripts/chromium.mjs'
import { builtApp, openChromium, startHost, visit } from './open-journal.ts'
import { grain, png, pngWithPlace } from './pictures.ts'
import { begin, finish, LONG, seesPicture, share } from './steps.ts'

let browser: Browser
let host: { url: string; close(): Promise<void> }
beforeAll(async () => {
  host = await startHost(await builtApp())
  browser = await openChromium()
})
afterAll(async () => {
  await browser.close()
  await host.close()
})

it('leaves out of a picture where it was taken, and says so', async () => {
  const { page, close } = await visit(browser, host.url)
  await begin(page, 'Ada')
  const original = pngWithPlace(400, 300, 'HOME-ADDRESS')
  expect(original.includes('HOME-ADDRESS')).toBe(true)
  await page.locator('.drop input').setInputFiles({ name: 'home.png', mimeType: 'image/png', buffer: original })
  await page.getByText('The place where it was taken was removed').waitFor(LONG)
  await page.getByRole('button', { name: 'Share' }).click(LONG)
  await finish(page)
  expect(await seesPicture(page)).toBe(400)
  const shared = await page.evaluate(async () => {
    const image = document.querySelector<HTMLImageElement>('article img.is-sharp')
    return new Uint8Array(await (await fetch(image?.src ?? '')).arrayBuffer()).reduce(
      (text, byte) => text + String.fromCharCode(byte),
      '',
    )
  })
  expect(shared.length).toBeGreaterThan(500)
  expect(shared).not.toMatch(/HOME-ADDRESS|eXIf|EXIF|Exif/)
  await close()
})

it('posts nothing and loses nothing where the device is full, and posts when it no longer is', async () => {
  const { page, context, close } = await visit(browser, 'about:blank')
  const devtools = await context.newCDPSession(page)
  const limit = (quotaSize: number) =>
    devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(host.url).origin, quotaSize })
  await limit(4_000_000)
  await page.goto(host.url)
  await begin(page, 'Ada')
  const grainy = Array.from({ length: 6 }, (_, n) => ({
    name: `${n}.png`,
    mimeType: 'image/png',
    buffer: grain(1_600, 1_200),
  }))
  await page.locator('.drop input').setInputFiles(grainy)
  await page.getByLabel('Caption').fill('Too much for this device')
  await page.getByRole('button', { name: 'Share' }).click(LONG)
  await page.getByRole('alert').getByText('This device has no space left. Nothing was posted').waitFor(LONG)
  await limit(1e9)
  await page.reload()
  expect(await page.getByText('Too much for this device').count()).toBe(0)
  await page.goto(`${host.url}#/new`)
  await share(page, 'And now there is space')
  expect(await seesPicture(page)).toBe(800)
  expect(await page.locator('article').count()).toBe(1)
  await close()
})

it('has all that it said was shared when the browser was killed in the middle of more', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hydra-journal-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const executablePath = findChromium() ?? ''
  const open = async (path = '') => {
    const context = await chromium.launchPersistentContext(folder, {
      executablePath,
      args: ['--no-sandbox', '--disable-gpu'],
    })
    const page = await context.newPage()
    await page.goto(host.url + path)
    return { context, page }
  }
  // Chromium may forget an origin that it first saw a moment before it is killed, whatever the page does.
  const first = await open()
  await begin(first.page, 'Ada')
  await first.context.close()

  const { context, page } = await open('#/new')
  await share(page, 'Before it was killed')
  await seesPicture(page)
  await page.goto(`${host.url}#/new`)
  const many = Array.from({ length: 12 }, (_, n) => ({
    name: `${n}.png`,
    mimeType: 'image/png',
    buffer: png(900, 700, n * 20),
  }))
  await page.locator('.drop input').setInputFiles(many)
  await page.getByRole('button', { name: 'Share' }).click(LONG)
  await page.getByRole('progressbar').waitFor(LONG)
  const killed = new Promise((resolve) => context.once('close', resolve))
  const devtools = await (context.browser() as Browser).newBrowserCDPSession()
  await devtools.send('Browser.crash').catch(() => undefined)
  await killed

  const after = await open()
  await after.page.locator('article', { hasText: 'Before it was killed' }).locator('img.is-sharp').waitFor(LONG)
  await after.page.goto(`${host.url}#/new`)
  await share(after.page, 'And it goes on')
  await after.page.locator('article', { hasText: 'And it goes on' }).locator('img.is-sharp').waitFor(LONG)
  await after.context.close()
})

it('does not spill over on a telephone, written from right to left', async () => {
  const { page, close } = await visit(browser, host.url, { viewport: { width: 360, height: 740 } })
  await begin(page, 'עדה')
  await page.evaluate(() => void (document.documentElement.dir = 'rtl'))
  await share(page, 'הים בחורף')
  await finish(page)
  await seesPicture(page)
  for (const path of ['/', '/people', '/you', '/new', '/search', '/albums', '/privacy']) {
    await page.goto(`${host.url}#${path}`)
    await page.locator('main h1, main article').first().waitFor(LONG)
    const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect([path, inner]).toEqual([path, Math.min(inner ?? 0, outer ?? 0)])
  }
  await close()
})
