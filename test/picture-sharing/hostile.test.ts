import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { builtApp, openChromium, startHost, visit } from './open-journal.ts'
import { bomb, png } from './pictures.ts'
import { begin, chat, comment, LONG, openChat, seesPicture } from './steps.ts'

const MARKUP = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`

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

it('shows markup in a name, a caption, a comment and the chat as the text that it is', async () => {
  const { page, close } = await visit(browser, host.url)
  await page.getByRole('button', { name: 'Begin' }).click(LONG)
  await page.getByLabel('Your name').fill('<b>Ada</b>')
  await page.getByLabel('A few words').fill(MARKUP)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.locator('.drop input').setInputFiles({ name: MARKUP, mimeType: 'image/png', buffer: png(64, 64) })
  await page.getByLabel(/Description of/).fill(MARKUP)
  await page.getByLabel('Caption').fill(MARKUP)
  await page.getByRole('button', { name: 'Share' }).click(LONG)
  await page.getByRole('button', { name: 'Done' }).click()
  await seesPicture(page)
  await comment(page, MARKUP)
  await chat(page, MARKUP)
  await openChat(page)
  expect(await page.getByText(MARKUP).count()).toBeGreaterThanOrEqual(2)
  await page.locator('.lines').getByText(MARKUP).waitFor(LONG)
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
  // The control: put into the page as markup, it would have run but for the policy of the page.
  await page.evaluate((markup) => void (document.body.innerHTML += markup), MARKUP)
  expect(await page.locator('img[onerror]').count()).toBeGreaterThan(0)
  await close()
})

it('says a clear word on what is no picture, is damaged, cannot be opened here, or would fill all memory', async () => {
  const { page, errors, close } = await visit(browser, host.url)
  await begin(page, 'Ada')
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(16)])
  await page.locator('.drop input').setInputFiles([
    { name: 'text.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') },
    { name: 'cut.png', mimeType: 'image/png', buffer: png(400, 400).subarray(0, 300) },
    { name: 'phone.heic', mimeType: 'image/heic', buffer: heic },
    { name: 'bomb.png', mimeType: 'image/png', buffer: bomb(60_000) },
    {
      name: 'drawing.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    },
    { name: 'whole.png', mimeType: 'image/png', buffer: png(320, 200) },
  ])
  const said = async (name: string) =>
    page
      .locator('.draft')
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator('.problem')
      .innerText(LONG)
  expect(await said('text.png')).toBe('This is not a picture.')
  expect(await said('cut.png')).toContain('damaged')
  expect(await said('phone.heic')).toContain('HEIC')
  expect(await said('bomb.png')).toContain('100 megapixels')
  expect(await said('drawing.svg')).toContain('drawing')
  // What is good among them can be shared.
  await page.getByRole('button', { name: 'Share' }).click(LONG)
  await page.getByRole('button', { name: 'Done' }).click(LONG)
  expect(await seesPicture(page)).toBe(320)
  expect(errors.filter((error) => !/WebSocket/.test(error))).toEqual([])
  await close()
})
