import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from 'playwright'
import { expect, it, onTestFinished } from 'vitest'
import { build } from 'vite'
import { openChromium, serveFolder, startNode, visit } from './open-journal.ts'
import { png } from './pictures.ts'
import { LONG } from './steps.ts'

const GUIDE = fileURLToPath(new URL('../../examples/picture-sharing/guide/', import.meta.url))

it.each(readdirSync(GUIDE).filter((name) => name.endsWith('.ts')))(
  '%s runs both sides, asserts and ends',
  async (name) => {
    const run = promisify(execFile)(process.execPath, [GUIDE + name], { timeout: 20_000 })
    await expect(run).resolves.toMatchObject({ stderr: '' })
  },
)

it('5-in-a-page shows a picture of one tab in another that opened its link', async () => {
  const root = `${GUIDE}5-in-a-page`
  const input = { index: `${root}/index.html`, 'service-worker': `${root}/service-worker.ts` }
  await build({
    root,
    base: './',
    logLevel: 'error',
    build: { target: 'es2024', rolldownOptions: { input, output: { entryFileNames: '[name].js' } } },
  })
  const node = await startNode(serveFolder(`${root}/dist`))
  const browser = await openChromium()
  onTestFinished(async () => {
    await browser.close()
    await node.close()
  })
  const { page: ada } = await visit(browser, node.url)
  const own = await ada.locator('a[href^="#"]').getAttribute('href', LONG)
  const picture = { name: 'sea.png', mimeType: 'image/png', buffer: png(320, 200, 9) }
  await ada.locator('input').setInputFiles(picture)
  const { page: bo } = await visit(browser, node.url + own)
  const widthOf = (page: Page) =>
    page.locator('img[alt="sea.png"]').evaluate((image) => (image as HTMLImageElement).naturalWidth, undefined, LONG)
  for (const page of [ada, bo]) await expect.poll(() => widthOf(page), LONG).toBe(320)
})
