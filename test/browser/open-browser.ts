import { chromium } from 'playwright'
import { openNodeListener } from '@hydra/transports/node-listener'
import { findChromium } from '../../scripts/chromium.mjs'
import { buildPage, type Page } from './build-page.ts'

type Exports = Record<string, (...args: never[]) => unknown>

/** A tab of a real browser that runs one module. */
export interface Tab<T> {
  /** Calls what the module exports under this name. Arguments and results travel as JSON and byte arrays. */
  call<K extends keyof T & string>(
    name: K,
    ...args: T[K] extends (...args: infer A) => unknown ? A : never
  ): Promise<T[K] extends (...args: never[]) => infer R ? Awaited<R> : never>
  /** What the page logged as an error or did not catch. */
  readonly errors: readonly string[]
  /** Loads the page again, as a user would: its module runs anew, what the origin stores is still there. */
  reload(): Promise<void>
  close(): Promise<void>
}

export interface Browser {
  /** Opens a built page: `openTab<typeof import('./pages/echo.ts')>(page)`. */
  openTab<T = Exports>(page: Page): Promise<Tab<T>>
  close(): Promise<void>
}

/** Starts headless Chromium. Pages are served from loopback, each tab from an origin of its own. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('No Chromium was found. Name one by HYDRA_CHROMIUM.')
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  return {
    openTab: (page) => openTab(browser, page),
    close: () => browser.close(),
  }
}

async function openTab<T>(browser: Awaited<ReturnType<typeof chromium.launch>>, page: Page): Promise<Tab<T>> {
  const server = await openNodeListener({ handler: async (request) => serve(page, request) })
  const context = await browser.newContext()
  const tab = await context.newPage()
  const errors: string[] = []
  tab.on('pageerror', (error) => errors.push(String(error)))
  tab.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await tab.goto(server.url)
  await tab.waitForFunction(() => 'tab' in globalThis)
  return {
    errors,
    call: (name, ...args) =>
      tab.evaluate(
        ([name, args]) => (globalThis as unknown as { tab: Record<string, Function> }).tab[name]?.(...args),
        [name, args] as const,
      ) as never,
    async reload() {
      await tab.reload()
      await tab.waitForFunction(() => 'tab' in globalThis)
    },
    async close() {
      await context.close()
      await server.close()
    },
  }
}

function serve(page: Page, request: Request): Response {
  const file = page.get(new URL(request.url).pathname)
  if (file === undefined) return new Response('Not found', { status: 404 })
  return new Response(file.body, { headers: { 'content-type': file.type } })
}

export { buildPage }
export type { Page }
