import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChromium } from '../picture-sharing/open-journal.ts'
import { buildDashboard, dashboardLink, seriousFaults, visit } from './open-dashboard.ts'
import { prepare, tour } from './screens.ts'

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/dashboard/', import.meta.url))
const SIZES = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 900 } },
}

let browser: Browser
beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true })
  await buildDashboard()
  browser = await openChromium()
})
afterAll(() => browser.close())

it('takes a picture of every screen, in both themes, on a phone and a desk, and axe finds no serious fault', async () => {
  const faults: string[] = []
  const home = await prepare()
  for (const size of ['desktop', 'phone'] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await visit(browser, await dashboardLink(home), { ...SIZES[size], colorScheme })
      await tour(page, home, async (name) => {
        // What moves comes to rest first.
        await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
        const path = `${FOLDER}${name}-${size}-${colorScheme}.jpg`
        await page.screenshot({ path, type: 'jpeg', quality: 72 })
        faults.push(...(await seriousFaults(page, `${name} ${size}`, colorScheme)))
      })
    }
  }
  expect(faults).toEqual([])
})
