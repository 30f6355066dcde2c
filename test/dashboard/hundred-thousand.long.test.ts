import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openSqliteStore } from '@hydra/records/sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { flood } from '../browser-peer/flood.ts'
import { searchTimes } from '../browser-peer/search-index.ts'
import { openHome } from '../node/hydra.ts'
import { openChromium } from '../picture-sharing/open-journal.ts'
import { buildDashboard, dashboardLink, go, LONG, visit } from './open-dashboard.ts'

const ENTRIES = 100_000

it('searches the index of a node that holds 100,000 entries, markup among them, and stays awake', async () => {
  await buildDashboard()
  const browser = await openChromium()
  onTestFinished(() => browser.close())
  const home = await openHome()
  await mkdir(home.dataDir, { recursive: true })
  const fillMs = await flood(await openSqliteStore(join(home.dataDir, 'index.db')), ENTRIES)
  const begun = performance.now()
  await home.start()
  const startMs = performance.now() - begun
  const { page, errors } = await visit(browser, await dashboardLink(home))
  await page.getByText('Live', { exact: true }).waitFor(LONG)
  await go(page, 'Files')
  // What the engine lacks is read while the node runs, and whoever searches first waits for it.
  await page.getByText(/100,000 files in the index/).waitFor({ timeout: 180_000 })
  const readMs = performance.now() - begun
  const times = await searchTimes(page, 60)
  console.log({ fillMs: Math.round(fillMs), startMs: Math.round(startMs), readMs: Math.round(readMs), times })
  expect(startMs).toBeLessThan(10_000)
  // A pause after the last letter is in it, and the way of a command.
  expect(Math.max(...times)).toBeLessThan(2_000)
  expect(await page.evaluate(() => 'escaped' in globalThis)).toBe(false)
  expect(errors).toEqual([])
})
