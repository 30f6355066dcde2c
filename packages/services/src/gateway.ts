/**
 * Services for those who speak plain HTTP: a handler that a node, or a tab's service worker, mounts.
 *
 * ```ts
 * const gateway = createGateway(services)
 * const response = await gateway(new Request(`http://localhost/services/${key}/path`))
 * ```
 */
import { InvalidServiceUrlError } from './errors.ts'
import { problem } from './problem.ts'
import type { Services } from './services.ts'

const ROUTE = /^\/services\/([^/]+)(\/.*)?$/
const HOST = /^([^.]+)\.hydra\.localhost$/

/** Creates the handler for `/services/<name or key>/…` and for `<name or key>.hydra.localhost`. */
export function createGateway(services: Pick<Services, 'fetch'>): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url)
    const target = serviceOf(url)
    if (!target) return problem(404, 'There is no service here. Ask for /services/<name or key>/…')
    try {
      const response = await services.fetch(`hydra://${target}${url.search}`, init(request))
      // Two callers may see different answers: no cache between them may mix them up.
      const headers = new Headers(response.headers)
      headers.set('cache-control', 'private, no-store')
      return new Response(response.body, { status: response.status, headers })
    } catch (error) {
      if (error instanceof InvalidServiceUrlError) return problem(404, error.message)
      throw error
    }
  }
}

/** Host and path of the service that a gateway's URL stands for. */
function serviceOf(url: URL): string | undefined {
  const host = HOST.exec(url.hostname)?.[1]
  if (host) return host + url.pathname
  const [, name, path = '/'] = ROUTE.exec(url.pathname) ?? []
  return name && name + path
}

function init(request: Request): RequestInit & { duplex?: 'half' } {
  const { method, headers, body, signal } = request
  return { method, headers, signal, redirect: 'manual', ...(body && { body, duplex: 'half' }) }
}
