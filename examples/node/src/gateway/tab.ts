import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RequestHandler } from '@hydra/transports'
import { serveApp } from './app.ts'
import { problem } from './guard.ts'

/** The path of the page that is a peer of its own, and meets others at this node. */
export const TAB = '/tab'

// The page of this repository, once it is built.
const BUILT = fileURLToPath(new URL('../../../browser-peer/dist', import.meta.url))

/** Serves the page to whoever may ask this node at all. */
export function tabHandler(folder = BUILT): RequestHandler {
  const notThere: RequestHandler = async () => {
    if (existsSync(join(folder, 'index.html'))) return problem(404, 'There is nothing here.')
    return problem(404, 'This page is not built yet: `pnpm --filter @hydra/browser-peer build` does that.')
  }
  const page = serveApp(folder, notThere, TAB)
  return async (request, from) => {
    const { pathname } = new URL(request.url)
    if (pathname === TAB) return new Response(null, { status: 308, headers: { location: `${TAB}/` } })
    return page(request, from)
  }
}
