import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { builtApp, openChromium, startHost, startNode, visit } from './open-journal.ts'
import { png } from './pictures.ts'
import { begin, finish, follow, invitation, LONG, seesPicture, share } from './steps.ts'

let browser: Browser
let app: Awaited<ReturnType<typeof builtApp>>
let host: { url: string; close(): Promise<void> }
beforeAll(async () => {
  app = await builtApp()
  host = await startHost(app)
  browser = await openChromium(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'])
})
afterAll(async () => {
  await browser.close()
  await host.close()
})

it('saves a journal in one file, and goes on with it in another browser: who, what was said, and the pictures', async () => {
  const { page, close } = await visit(browser, host.url)
  await begin(page, 'Ada')
  await share(page, 'A walk', png(640, 480))
  await finish(page)
  await seesPicture(page)
  await page.getByRole('link', { name: 'You' }).click()
  await page.getByLabel('A passphrase for the file').fill('correct horse')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save a file' }).click(),
  ])
  const path = await download.path()
  const link = await page.getByRole('textbox', { name: 'Your link' }).inputValue()

  const elsewhere = await visit(browser, host.url)
  await elsewhere.page.getByRole('button', { name: 'I have a journal already' }).click(LONG)
  await elsewhere.page.getByLabel('The file that you saved').setInputFiles(path)
  const go = elsewhere.page.getByRole('button', { name: 'Go on with it here' })
  await elsewhere.page.getByLabel('Its passphrase').fill('wrong')
  await go.click()
  await elsewhere.page
    .getByRole('status')
    .filter({ hasText: /passphrase/ })
    .waitFor(LONG)
  await elsewhere.page.getByLabel('Its passphrase').fill('correct horse')
  await go.click()
  await elsewhere.page.getByText('A walk').waitFor(LONG)
  // The author's own tab is gone: it comes out of the file.
  await close()
  expect(await seesPicture(elsewhere.page)).toBe(640)
  await elsewhere.page.getByRole('link', { name: 'You' }).click()
  expect(await elsewhere.page.getByRole('textbox', { name: 'Your link' }).inputValue()).toBe(link)
  await elsewhere.close()
})

it('records a video in the page, which plays and seeks in the tab of a friend, and when its author has left', async () => {
  const node = await startNode(app)
  onTestFinished(() => node.close())
  const ada = await visit(browser, node.url, { permissions: ['camera', 'microphone'] })
  await begin(ada.page, 'Ada')
  await ada.page.getByRole('button', { name: 'Record a video' }).click()
  await ada.page.getByRole('button', { name: 'Start recording' }).click(LONG)
  await ada.page.locator('.recorder video').evaluate(async (film) => {
    const begun = performance.now()
    while (performance.now() - begun < 1_500)
      await new Promise((resolve) => (film as HTMLVideoElement).requestVideoFrameCallback(resolve))
  })
  await ada.page.getByRole('button', { name: 'Stop' }).click()
  await ada.page.getByRole('button', { name: 'Share' }).click(LONG)
  const link = await invitation(ada.page)
  await finish(ada.page)
  const bo = await visit(browser, link)
  await follow(bo.page)
  for (const { page } of [ada, bo]) await playsAndSeeks(page)
  await ada.close()
  const cy = await visit(browser, link)
  await follow(cy.page)
  await playsAndSeeks(cy.page)
  await Promise.all([bo.close(), cy.close()])
})

async function playsAndSeeks(page: Page): Promise<void> {
  const film = page.locator('article video')
  await film.waitFor(LONG)
  const { seconds, at } = await film.evaluate(async (element) => {
    const player = element as HTMLVideoElement
    player.muted = true
    await player.play()
    player.currentTime = player.duration / 2
    await new Promise((resolve) => player.addEventListener('seeked', resolve, { once: true }))
    return { seconds: player.duration, at: player.currentTime / player.duration }
  })
  // What MediaRecorder writes says neither how long it is nor where to seek: it was packed anew.
  expect(seconds).toBeGreaterThan(1)
  expect(seconds).toBeLessThan(30)
  expect(at).toBeGreaterThan(0.4)
}

it('lets one tab of a browser lead, and says so in another, which takes over', async () => {
  const { context, page, close } = await visit(browser, host.url)
  await page.getByRole('button', { name: 'Begin' }).waitFor(LONG)
  const second = await context.newPage()
  await second.goto(host.url)
  await second.getByRole('heading', { name: 'Your journal is open in another tab' }).waitFor(LONG)
  await page.close()
  await second.getByRole('button', { name: 'Begin' }).waitFor(LONG)
  await close()
})
