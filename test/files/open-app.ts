import { readFile } from 'node:fs/promises'
import { openNodeListener } from '@hydra/transports/node-listener'
import { type Browser, type BrowserContext, chromium, type Page as BrowserPage } from 'playwright'
import { findChromium } from '../../scripts/chromium.mjs'
import { buildPage } from '../browser/build-page.ts'

/** An app on a static host: its pages share one origin, one worker and one browser profile. */
export interface App<T> {
  readonly url: string
  openTab(): Promise<AppTab<T>>
  /** A tab of somebody else: nothing is shared with the others but the host. */
  openApart(): Promise<AppTab<T> & { readonly resident: () => Promise<number>; readonly close: () => Promise<void> }>
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
    openTab: async () => openIn(context, url),
    async openApart() {
      const before = new Set(await renderers(browser))
      const own = await browser.newContext()
      const tab = await openIn<T>(own, url)
      const pids = (await renderers(browser)).filter((pid) => !before.has(pid))
      return { ...tab, resident: () => residentOf(pids), close: () => own.close() }
    },
    async close() {
      await browser.close()
      await server.close()
    },
  }
}

async function openIn<T>(context: BrowserContext, url: string): Promise<AppTab<T>> {
  const page = await context.newPage()
  await page.goto(url)
  await page.waitForFunction(() => 'tab' in globalThis)
  const call = (name: string, ...args: unknown[]) =>
    page.evaluate(([name, args]) => (globalThis as unknown as { tab: Record<string, Function> }).tab[name]?.(...args), [
      name,
      args,
    ] as const) as never
  return { page, call }
}

async function renderers(browser: Browser): Promise<number[]> {
  const devtools = await browser.newBrowserCDPSession()
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
  await devtools.detach()
  return processInfo.flatMap(({ type, id }) => (type === 'renderer' ? [id] : []))
}

/** Bytes of memory that processes take, as Linux counts them. */
async function residentOf(pids: readonly number[]): Promise<number> {
  let sum = 0
  for (const pid of pids) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    sum += Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1_024
  }
  return sum
}

function launch(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('No Chromium was found. Name one by HYDRA_CHROMIUM.')
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  return chromium.launch({ executablePath, args })
}
