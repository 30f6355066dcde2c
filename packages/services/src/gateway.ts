/**
 * Services for those who speak plain HTTP: a handler that a node, or a tab's service worker, mounts.
 *
 * ```ts
 * const gateway = createGateway(services)
 * const response = await gateway(new Request(`http://localhost/services/${key}/path`))
 * ```
 *
 * @packageDocumentation
 */
import { gatewayResponse } from './gateway/answer.ts'
import { refusal } from './gateway/guard.ts'
import { placeOf, type Place, serviceUrl } from './gateway/place.ts'
import { problem } from './problem.ts'
import type { Services } from './services.ts'

export interface GatewayOptions {
  /** Host names that this gateway is reached by, besides this machine's. @default none */
  hosts?: readonly string[]
  /** Origins whose pages may ask through this gateway, besides its own. @default none */
  origins?: readonly string[]
}

/** Creates the handler for `/services/<name or key>/…` and for `<name or key>.hydra.localhost`. */
export function createGateway(
  services: Pick<Services, 'fetch'>,
  { hosts = [], origins = [] }: GatewayOptions = {},
): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url)
    const refused = refusal(request, url, { hosts, origins })
    if (refused) return refused
    const place = placeOf(url)
    if (!place) return problem(404, 'There is no service here. Ask for /services/<name or key>/…')
    try {
      const response = await services.fetch(serviceUrl(place), init(request, place))
      return gatewayResponse(response, place, request)
    } catch (error) {
      return asProblem(error)
    }
  }
}

function init(request: Request, { prefix }: Place): RequestInit & { duplex?: 'half' } {
  const { method, body, signal } = request
  const headers = new Headers(request.headers)
  // Under a path all services share one origin, and would get each other's cookies.
  if (prefix) headers.delete('cookie')
  // A service may think of its own machine as one that it can trust; whoever comes by a gateway is a stranger.
  return { method, headers, signal, redirect: 'manual', credentials: 'omit', ...(body && { body, duplex: 'half' }) }
}

/** What a plain HTTP client should hear of an error that `fetch` would throw. By name: there may be two copies. */
function asProblem(error: unknown): Response {
  const { name = '', message = '' } = error instanceof Error ? error : {}
  if (name === 'ContestedNameError') return problem(409, message)
  if (name === 'WeaklyHiddenError' || name === 'ClosedError') return problem(503, message)
  if (name === 'InvalidServiceUrlError') return problem(404, message)
  if (name === 'MalformedMessageError' || name === 'TypeError') return problem(400, message)
  throw error
}
