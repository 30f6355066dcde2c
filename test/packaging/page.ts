import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright'
import { findChromium } from '../../scripts/chromium.mjs'

const EMPTY = '<!doctype html><link rel="icon" href="data:,"><title>bundle</title>'

export interface Loaded {
  /** Names that each file exports. */
  readonly exports: Readonly<Record<string, readonly string[]>>
  readonly errors: readonly string[]
}

/** Loads each file as a module in a page of a real browser. */
export async function loadInChromium(folder: string, files: readonly string[]): Promise<Loaded> {
  const exports: Record<string, string[]> = {}
  const errors = await withPage(folder, async (page) => {
    for (const file of files) {
      // A string, because vitest rewrites the `import` of a function to one that no page has.
      exports[file] = await page.evaluate<string[]>(`import('/${file}').then(Object.keys)`)
    }
  })
  return { exports, errors }
}

/** Opens a page that can import the files of a folder. Returns what went wrong in it, as its console says. */
export async function withPage(folder: string, use: (page: Page) => Promise<void>): Promise<string[]> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('No Chromium was found. Set HYDRA_CHROMIUM to one.')
  const server = serve(folder)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  const browser = await chromium.launch({ executablePath, args })
  try {
    const errors: string[] = []
    const page = await browser.newPage()
    page.on('pageerror', (error) => errors.push(`${error}`))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    page.on('request', (request) => !request.url().startsWith(origin) && errors.push(`It asked for ${request.url()}`))
    await page.goto(origin)
    await use(page)
    return errors
  } finally {
    await browser.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

function serve(folder: string) {
  return createServer((request, response) => {
    void answer(folder, new URL(request.url ?? '/', 'http://page').pathname, response)
  })
}

async function answer(folder: string, path: string, response: ServerResponse): Promise<void> {
  const type = path === '/' ? 'text/html' : 'text/javascript'
  try {
    const body = path === '/' ? EMPTY : await readFile(join(folder, path))
    response.writeHead(200, { 'content-type': type }).end(body)
  } catch {
    response.writeHead(404).end()
  }
}
