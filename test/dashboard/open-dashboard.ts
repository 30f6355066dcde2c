import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright'
import { onTestFinished } from 'vitest'
import { build } from 'vite'
import type { Home } from '../node/hydra.ts'

const DASHBOARD = fileURLToPath(new URL('../../examples/dashboard/', import.meta.url))

// A hidden message takes a few seconds on a quiet machine, and this one may be busy.
export const LONG = { timeout: 45_000 }

export async function buildDashboard(): Promise<void> {
  await build({ configFile: join(DASHBOARD, 'vite.config.ts'), logLevel: 'error' })
}

/** What the page weighs on its way to a browser that asks for gzip, in kilobytes. */
export async function dashboardKb(): Promise<number> {
  const files = await readdir(join(DASHBOARD, 'dist'), { recursive: true, withFileTypes: true })
  const sizes = files
    .filter((file) => file.isFile())
    .map(async ({ parentPath, name }) => gzipSync(await readFile(join(parentPath, name))).length)
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1_000
}

export interface Watched {
  readonly page: Page
  /** What the page logged as an error or did not catch. */
  readonly errors: readonly string[]
}

type Options = Parameters<Browser['newContext']>[0]

/** Opens a page in a browser of its own, which is closed after the test. */
export async function visit(browser: Browser, url: string, options: Options = {}): Promise<Watched> {
  // The page's own policy would refuse the script that looks for faults.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true, ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(url)
  return { page, errors }
}

/** The link that lets a browser in. */
export async function dashboardLink(home: Home): Promise<string> {
  const [{ url } = { url: '' }] = await home.json<{ url: string }>('dashboard')
  return url
}

export async function go(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: screen }).click()
  await page.getByRole('heading', { name: screen, level: 1 }).waitFor()
}

type Theme = 'dark' | 'light'

/** Serious faults that axe finds. */
export async function seriousFaults(page: Page, name: string, ...themes: Theme[]): Promise<string[]> {
  const faults: string[] = []
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(axe.source)
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
      return (await axe.run()).violations
    })
    for (const { id, impact, nodes } of found) {
      if (impact !== 'serious' && impact !== 'critical') continue
      faults.push(`${name}, ${colorScheme}: ${id} ${nodes[0]?.html.slice(0, 200)}`)
    }
  }
  return faults
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}
