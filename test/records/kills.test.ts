import { afterEach, beforeEach, expect, it } from 'vitest'
import { killBrowsers } from './kills.ts'
import { openOrigin, type Origin } from './origin.ts'

let origin: Origin
beforeEach(async () => {
  origin = await openOrigin()
})
afterEach(() => origin.close())

it('IndexedDB has every acknowledged record after the browser was killed, and no corrupt one', async () => {
  const found = await killBrowsers(origin, 'honest', 2, { lies: false, seed: 1 })
  expect(found).toMatchObject({ lost: [], corrupt: 0, reports: [] })
  expect(found.acknowledged).toBeGreaterThan(5)
})

it('a page that acknowledges before it writes is found out', async () => {
  const { lost } = await killBrowsers(origin, 'liar', 1, { lies: true, seed: 2 })
  expect(lost.length).toBeGreaterThan(0)
})
