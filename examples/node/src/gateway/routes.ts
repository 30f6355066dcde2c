import { namesGateway } from '@hydra/hns/gateway'
import type { RequestHandler } from '@hydra/transports'
import type { NodeListener } from '@hydra/transports/node-listener'
import type { HydraNode } from '../node/open-node.ts'
import { problem } from './guard.ts'
import { metrics } from './metrics.ts'
import { page } from './page.ts'
import { search } from './search.ts'
import { status } from './status.ts'
import { TAB, tabHandler } from './tab.ts'
import type { Traffic } from './traffic.ts'

/** Mounts what a node serves over HTTP beside the routes of its peer. */
export function mountRoutes(port: Pick<NodeListener, 'mount'>, node: HydraNode, traffic: Traffic): void {
  const { names, index } = node.peer
  port.mount('/names', namesGateway(names, names.records))
  port.mount('/search', reading(search(index)))
  port.mount(TAB, tabHandler())
  port.mount(
    '/healthz',
    reading(async () => new Response('ok\n')),
  )
  port.mount(
    '/metrics',
    reading(async () => metrics(node, traffic)),
  )
  port.mount(
    '/status',
    reading(async () => Response.json(await status(node))),
  )
}

function reading(handler: (request: Request) => Promise<Response>): RequestHandler {
  return async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD') return handler(request)
    return problem(405, 'This is read only.', { allow: 'GET, HEAD' })
  }
}

/** What stands where nothing else does. */
export const home = reading(async ({ url }) => {
  const { pathname, host } = new URL(url)
  if (pathname !== '/') return problem(404, 'There is nothing here. `GET /` says what this node serves.')
  return new Response(page(`http://${host}/`), { headers: { 'content-type': 'text/html; charset=utf-8' } })
})
