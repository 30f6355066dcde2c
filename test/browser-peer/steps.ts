import type { Page } from 'playwright'

// A quiet machine takes a second; this one may be busy.
export const LONG = { timeout: 30_000 }

export const go = (page: Page, screen: string): Promise<void> =>
  page.evaluate((hash) => void (location.hash = hash), `/${screen}`)

/** The peer id of this tab. */
export async function peerIdOf(page: Page): Promise<string> {
  await go(page, 'you')
  return (await page.locator('.way-text').nth(1).textContent(LONG)) ?? ''
}

/** How many others the graph shows as connected. */
export async function connectedOnGraph(page: Page, count: number): Promise<void> {
  await page.locator(`svg[aria-label="${count} peer${count === 1 ? '' : 's'} connected"]`).waitFor(LONG)
}

/** Runs a sample, and tells how others reach it. */
export async function host(page: Page, sample: string): Promise<{ link: string; curl: string; address: string }> {
  await go(page, 'host')
  await page.getByRole('button', { name: new RegExp(`^${sample}`) }).click(LONG)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('heading', { name: `Share ${sample}` }).waitFor(LONG)
  return waysOf(page)
}

export async function waysOf(page: Page): Promise<{ link: string; curl: string; address: string }> {
  const way = async (what: string): Promise<string> =>
    (await page.locator(`[data-way="${what}"]`).textContent(LONG)) ?? ''
  return {
    link: await way('A link'),
    curl: (await way('curl')).replace(/^curl /, ''),
    address: await way('Its address'),
  }
}

/** Calls a service by the form; tells the text of its answer. */
export async function call(page: Page, address: string): Promise<string> {
  await go(page, 'services')
  await page.getByLabel('Address', { exact: true }).fill(address)
  await page.getByRole('button', { name: 'Call', exact: true }).click()
  await page.locator('.answer').waitFor(LONG)
  return (await page.locator('.answer pre').textContent()) ?? ''
}
