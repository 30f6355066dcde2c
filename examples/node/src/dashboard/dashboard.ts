import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RequestHandler } from '@hydra/transports'
import { bringsToken } from '../control/token.ts'
import { serveApp } from '../gateway/app.ts'
import { problem } from '../gateway/guard.ts'
import type { Feed } from './feed.ts'

/** The path that the dashboard is at; what it is told comes from `/dashboard/feed`. */
export const DASHBOARD = '/dashboard'

// The dashboard of this repository, once it is built.
const BUILT = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url))

/** The address that lets a browser in. What follows the `#` stays in the browser. */
export function dashboardUrl({ url, token }: { readonly url: string; readonly token: string }): string {
  return `${url}${DASHBOARD}/#token=${token}`
}

/** Serves the page to whoever may ask this node at all, and what the node does to those who have the token. */
export function dashboardHandler(feed: Feed, token: string, folder = BUILT): RequestHandler {
  const notThere: RequestHandler = async () => {
    if (existsSync(join(folder, 'index.html'))) return problem(404, 'There is nothing here.')
    return problem(404, 'The dashboard is not built yet: `pnpm --filter @hydra/dashboard build` does that.')
  }
  const page = serveApp(folder, notThere, DASHBOARD)
  return async (request, from) => {
    const { pathname } = new URL(request.url)
    if (pathname === DASHBOARD) return new Response(null, { status: 308, headers: { location: `${DASHBOARD}/` } })
    if (pathname !== `${DASHBOARD}/feed`) return page(request, from)
    if (!bringsToken(request, token))
      return problem(401, 'This takes the token of the node: `hydra dashboard` has a link.')
    if (request.method !== 'GET') return problem(405, 'This is read only.', { allow: 'GET' })
    return feed.open(request.signal)
  }
}
