import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright'

export interface FirstVisit {
  /** Until something was to be seen. */
  readonly paintMs: number
  /** Of what was loaded so far, as a server sends it that compresses: each file of HTML, scripts and styles. */
  readonly bytes: ReadonlyMap<string, number>
  readonly total: number
}

/** What a page has loaded by now. */
export async function firstVisitOf(page: Page): Promise<FirstVisit> {
  const { urls, paintMs } = await page.evaluate(() => {
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
    const [paint] = performance.getEntriesByName('first-contentful-paint')
    return { urls: [location.href.replace(/[?#].*/, ''), ...loaded], paintMs: paint?.startTime ?? Number.NaN }
  })
  const bytes = new Map<string, number>()
  for (const url of urls) {
    const { pathname, origin } = new URL(url)
    if (origin !== new URL(page.url()).origin || !/(\/|\.js|\.css|\.html)$/.test(pathname)) continue
    const content = await (await fetch(url)).arrayBuffer()
    bytes.set(pathname.split('/').at(-1) || 'index.html', gzipSync(content, { level: 9 }).length)
  }
  return { paintMs, bytes, total: [...bytes.values()].reduce((sum, size) => sum + size, 0) }
}
