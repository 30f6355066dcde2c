import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'
import { openNodeListener } from '@hydra/transports/node-listener'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { build } from 'vite'
import { findChromium } from '../../scripts/chromium.mjs'

const APP = fileURLToPath(new URL('../../examples/picture-sharing/', import.meta.url))
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
}

/** The built app, as any static host serves it. */
export async function builtApp(): Promise<(request: Request) => Promise<Response>> {
  const outDir = join(APP, 'dist')
  await build({ configFile: join(APP, 'vite.config.ts'), logLevel: 'error', build: { outDir } })
  return serveFolder(outDir)
}

export function serveFolder(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url)
    const name = pathname === '/' ? 'index.html' : pathname.slice(1)
    try {
      const body = await readFile(join(folder, name))
      return new Response(new Uint8Array(body), {
        headers: { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' },
      })
    } catch {
      return new Response('There is nothing here.', { status: 404 })
    }
  }
}

/** A node that serves the app, and brings its visitors together. */
export async function startNode(handler: (request: Request) => Promise<Response>) {
  const peer = await createPeer(nodePeer({ handler, acceptWeak: true, dialPrivate: true }))
  return { url: `${peer.link.port.url}/`, peer, close: () => peer.close() }
}

/** A host of files that is no node. */
export async function startHost(handler: (request: Request) => Promise<Response>) {
  const listener = await openNodeListener({ handler })
  return { url: `${listener.url}/`, close: () => listener.close() }
}

export async function openChromium(args: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('No Chromium was found. Name one by HYDRA_CHROMIUM.')
  const own = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  return chromium.launch({ executablePath, args: [...own, ...args] })
}

/** Somebody with a browser of their own. */
export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  /** What the page logged as an error or did not catch. */
  readonly errors: readonly string[]
  readonly close: () => Promise<void>
}

type Options = Parameters<Browser['newContext']>[0]

export async function visit(browser: Browser, url: string, options: Options = {}): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(url)
  return { context, page, errors, close: () => context.close() }
}
