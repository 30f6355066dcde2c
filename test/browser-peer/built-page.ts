import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { serveFolder } from '../picture-sharing/open-journal.ts'

const APP = fileURLToPath(new URL('../../examples/browser-peer/', import.meta.url))

/** The built page, as any static host serves it: below a path of its own. */
export async function builtPage(): Promise<(request: Request) => Promise<Response>> {
  const outDir = join(APP, 'dist')
  await build({ configFile: join(APP, 'vite.config.ts'), logLevel: 'error', build: { outDir } })
  const serve = serveFolder(outDir)
  return async (request) => {
    const url = new URL(request.url)
    if (!url.pathname.startsWith('/some/path/')) return new Response('Nothing is here.', { status: 404 })
    return serve(new Request(new URL(url.pathname.slice('/some/path'.length), url)))
  }
}
