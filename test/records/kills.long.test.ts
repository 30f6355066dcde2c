import { afterEach, beforeEach, expect, it } from 'vitest'
import { killBrowsers } from './kills.ts'
import { openOrigin, type Origin } from './origin.ts'

let origin: Origin
beforeEach(async () => {
  origin = await openOrigin()
})
afterEach(() => origin.close())

// In parts, so that one can be run on a machine that others need, too.
it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('IndexedDB survives thirty kills of the browser, part %i', async (part) => {
  const found = await killBrowsers(origin, `part ${part}`, 30, { lies: false, seed: 100 + part })
  process.stdout.write(`30 kills, part ${part}: ${JSON.stringify({ ...found, lost: found.lost.length })}\n`)
  expect(found).toMatchObject({ lost: [], corrupt: 0, reports: [] })
})
