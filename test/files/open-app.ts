import { openNodeListener } from '@hydra/transports/node-listener'
import { type Browser, chromium, type Page as BrowserPage } from 'playwright'
import { findChromium } from '../../scripts/chromium.mjs'
import { buildPage } from '../browser/build-page.ts'

/** An app on a static host: its pages share one origin, one worker and one browser profile. */
export interface App<T> {
  readonly url: string
  openTab(): Promise<AppTab<T>>
  /** Changes what the host serves as the worker: browsers take it for a new release. */
  release(number: number): void
  /** What was asked of the host, besides the app's own files. */
  readonly strayRequests: readonly string[]
  close(): Promise<void>
}

export interface AppTab<T> {
  readonly page: BrowserPage
  call<K extends keyof T & string>(
    name: K,
    ...args: T[K] extends (...args: infer A) => unknown ? A : never
  ): Promise<T[K] extends (...args: never[]) => infer R ? Awaited<R> : never>
}

/** Serves a page module and a worker module below a path, and opens a browser for it. */
export async function openApp<T>(module: URL, worker: URL, base = '/'): Promise<App<T>> {
  const [page, script] = [await buildPage(module), (await buildPage(worker)).get('/tab.js')?.body]
  const strayRequests: string[] = []
  let release = 1
  const handler = async (request: Request) => {
    const { pathname } = new URL(request.url)
    const name = pathname.startsWith(base) ? `/${pathname.slice(base.length)}` : pathname
    const javaScript = { headers: { 'content-type': 'text/javascript' } }
    if (name.endsWith('/worker.js')) return new Response(`${script}\n// Release ${release}`, javaScript)
    const file = page.get(name)
    if (!file) strayRequests.push(pathname)
    const body = name === '/' ? String(file?.body).replace('/tab.js', './tab.js') : (file?.body ?? null)
    return new Response(body, { status: file ? 200 : 404, headers: { 'content-type': file?.type ?? 'text/plain' } })
  }
  const server = await openNodeListener({ handler })
  const browser = await launch()
  const context = await browser.newContext()
  const url = new URL(base, server.url).href
  return {
    url,
    strayRequests,
    release: (number) => void (release = number),
    async openTab() {
      const page = await context.newPage()
      await page.goto(url)
      await page.waitForFunction(() => 'tab' in globalThis)
      const call = (name: string, ...args: unknown[]) =>
        page.evaluate(
          ([name, args]) => (globalThis as unknown as { tab: Record<string, Function> }).tab[name]?.(...args),
          [name, args] as const,
        ) as never
      return { page, call }
    },
    async close() {
      await browser.close()
      await server.close()
    },
  }
}

function launch(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('No Chromium was found. Name one by HYDRA_CHROMIUM.')
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  return chromium.launch({ executablePath, args })
}
