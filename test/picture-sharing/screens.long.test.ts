import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, it } from 'vitest'
import type { Browser } from 'playwright'
import { builtApp, openChromium, startHost } from './open-journal.ts'
import { tour } from './screens.ts'

const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))

let browser: Browser
let host: { url: string; close(): Promise<void> }
beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true })
  host = await startHost(await builtApp())
  browser = await openChromium()
})
afterAll(async () => {
  await browser.close()
  await host.close()
})

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 860 } }

it.each(
  (['phone', 'desktop'] as const).flatMap((size) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ size, colorScheme })),
  ),
)('takes a picture of every screen: $size, $colorScheme', async ({ size, colorScheme }) => {
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme })
  const page = await context.newPage()
  await tour(page, host.url, async (name) => {
    await page.screenshot({ path: `${FOLDER}${name}-${size}-${colorScheme}.jpg`, type: 'jpeg', quality: 70 })
  })
  await context.close()
})
