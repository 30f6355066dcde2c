import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from 'playwright'
import { findChromium } from '../../scripts/chromium.mjs'

const ARGUMENTS = [
  '--headless=new',
  '--remote-debugging-port=0',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  'about:blank',
]

type Exports = Record<string, (...args: never[]) => unknown>

/** A page of a browser, and what its module exports. */
export interface BrowserPage<T> {
  readonly page: Page
  call<K extends keyof T & string>(
    name: K,
    ...args: T[K] extends (...args: infer A) => unknown ? A : never
  ): Promise<T[K] extends (...args: never[]) => infer R ? Awaited<R> : never>
}

/** A browser whose profile outlives it, and that can be killed. */
export interface ProfiledBrowser {
  /** Opens a page of its one window: all of them share an origin's storage. */
  open<T = Exports>(url: string): Promise<BrowserPage<T>>
  /** All its processes at once, as when the machine takes them away. */
  kill(): Promise<void>
}

export async function startChromium(profile: string): Promise<ProfiledBrowser> {
  const path = findChromium()
  if (path === undefined) throw new Error('No Chromium was found. Name one by HYDRA_CHROMIUM.')
  const stdio = ['ignore', 'ignore', 'pipe'] as const
  // A group of its own, so that its helpers die with it.
  const child = spawn(path, [`--user-data-dir=${profile}`, ...ARGUMENTS], { stdio: [...stdio], detached: true })
  const browser = await chromium.connectOverCDP(await debuggerOf(child))
  return {
    open: (url) => openPage(browser, url),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      process.kill(-(child.pid ?? 0), 'SIGKILL')
      await ended
      // What tells other browsers that the profile is in use stays behind after a kill.
      for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket']) {
        await rm(`${profile}/${name}`, { force: true })
      }
    },
  }
}

async function debuggerOf(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('The browser has no voice.')
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
    if (address === undefined) continue
    // Its pipe must not fill up.
    child.stderr.resume()
    return address
  }
  throw new Error('The browser ended without a word.')
}

async function openPage<T>(browser: Browser, url: string): Promise<BrowserPage<T>> {
  const context = browser.contexts()[0]
  if (context === undefined) throw new Error('The browser has no window.')
  const page = await context.newPage()
  await page.goto(url)
  await page.waitForFunction(() => 'tab' in globalThis)
  return {
    page,
    call: (name, ...args) =>
      page.evaluate(
        ([name, args]) => (globalThis as unknown as { tab: Record<string, Function> }).tab[name]?.(...args),
        [name, args] as const,
      ) as never,
  }
}
