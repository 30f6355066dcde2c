import { fromWebStream, toWebStream } from '../web-stream.ts'
import { gatewayLocation, type Place } from './place.ts'

// What a service may not say of an origin that is not its own, or of how this machine is reached.
const OF_THE_ORIGIN = ['alt-svc', 'clear-site-data', 'strict-transport-security', 'service-worker-allowed', 'refresh']

/** A service's response, as those who ask by the gateway get it. */
export function gatewayResponse(response: Response, place: Place, request: Request): Response {
  const headers = new Headers(response.headers)
  for (const name of OF_THE_ORIGIN) headers.delete(name)
  // Two callers may see different answers: no cache between them may mix them up.
  headers.set('cache-control', 'private, no-store')
  headers.set('x-content-type-options', 'nosniff')
  const location = headers.get('location')
  if (location !== null) headers.set('location', gatewayLocation(location, place))
  const cookies = headers.getSetCookie()
  headers.delete('set-cookie')
  if (place.prefix) sandboxed(headers)
  else for (const cookie of cookies) headers.append('set-cookie', ownCookie(cookie))
  return new Response(response.body && heldBy(response.body, request), { status: response.status, headers })
}

// In Node a Request that nobody holds no longer passes its signal on.
function heldBy(body: ReadableStream<Uint8Array>, request: Request): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = fromWebStream(body)
  return toWebStream({ [Symbol.asyncIterator]: () => ({ ...pieces, request }) })
}

/** Under a path all services share one origin: a page gets none at all, and nobody a cookie. */
function sandboxed(headers: Headers): void {
  headers.append('content-security-policy', 'sandbox allow-scripts allow-forms allow-popups allow-downloads')
}

/** Without a domain a cookie stays with its host: with one, a service could set cookies for all others. */
function ownCookie(cookie: string): string {
  return cookie
    .split(';')
    .filter((part, index) => index === 0 || !/^\s*domain\s*=/i.test(part))
    .join(';')
}
