import type { Page } from 'playwright'
import { expect } from 'vitest'
import { SEARCHES } from './flood.ts'
import { LONG } from './steps.ts'

/** How long each search of a flooded index takes on a page that shows it, until what was found is shown; in ms. */
export async function searchTimes(page: Page, mostRows: number): Promise<number[]> {
  const field = page.getByLabel('Search the index')
  const finder = page.locator('.finder')
  const times: number[] = []
  for (const words of SEARCHES) {
    const from = performance.now()
    await field.fill(words)
    await page.getByText(/files? found/).waitFor(LONG)
    await finder.locator('.file-mark').first().waitFor(LONG)
    times.push(Math.round(performance.now() - from))
    expect(await finder.locator('.row').count()).toBeLessThanOrEqual(mostRows)
    await field.fill('')
    await finder
      .getByText(/in the index/)
      .first()
      .waitFor(LONG)
  }
  return times
}
