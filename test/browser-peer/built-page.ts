import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { vi } from 'vitest'
import { serveFolder } from '../picture-sharing/open-journal.ts'

const APP = fileURLToPath(new URL('../../examples/browser-peer/', import.meta.url))

/** The built page, as any static host serves it: below a path of its own. */
export async function builtPage(): Promise<(request: Request) => Promise<Response>> {
  const outDir = join(APP, 'dist')
  // As people build it: vitest says otherwise, and libraries leave their checks in then.
  vi.stubEnv('NODE_ENV', 'production')
  await build({ configFile: join(APP, 'vite.config.ts'), logLevel: 'error', build: { outDir } })
  vi.unstubAllEnvs()
  const serve = serveFolder(outDir)
  return async (request) => {
    const url = new URL(request.url)
    if (!url.pathname.startsWith('/some/path/')) return new Response('Nothing is here.', { status: 404 })
    return serve(new Request(new URL(url.pathname.slice('/some/path'.length), url)))
  }
}
