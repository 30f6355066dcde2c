import type { RequestHandler } from '@hydra/transports'
import type { RateLimit } from './rate-limit.ts'

export interface GuardOptions {
  /** Whether other machines may ask. */
  readonly isPublic: boolean
  readonly hosts: readonly string[]
  readonly origins: readonly string[]
  readonly limit: RateLimit
}

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/
// An address cannot be made to point elsewhere, and browsers keep "localhost" at home.
const LOCAL_HOST = /^(?:localhost|(?:[^.]+\.)*hydra\.localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/

/** Decides who may ask this node over HTTP, before any route does. */
export function createGuard(options: GuardOptions): (handler: RequestHandler) => RequestHandler {
  return (handler) => async (request, from) => refusal(request, from.remoteAddress, options) ?? handler(request, from)
}

function refusal(
  request: Request,
  from: string,
  { isPublic, hosts, origins, limit }: GuardOptions,
): Response | undefined {
  const isLocal = LOOPBACK.test(from)
  if (!isLocal && !isPublic) return problem(403, 'This node answers its own machine alone. `public = true` opens it.')
  const url = new URL(request.url)
  // A page whose name was made to point here (DNS rebinding) would pass for one of ours.
  if (!LOCAL_HOST.test(url.hostname) && !hosts.includes(url.hostname)) {
    return problem(421, `This node does not answer for "${url.hostname}". Its owner can name it in \`hosts\`.`)
  }
  if (isForeign(request, url, origins)) {
    return problem(403, 'Pages of other origins may link here, but not ask. Its owner can name them in `origins`.')
  }
  if (isPublic && !limit.take(from)) {
    return problem(429, 'Too many requests from your address. Try again in a second.', { 'retry-after': '1' })
  }
  return undefined
}

function isForeign({ headers }: Request, url: URL, origins: readonly string[]): boolean {
  const origin = headers.get('origin')
  if (origin !== null) return origin !== url.origin && !origins.includes(origin)
  const site = headers.get('sec-fetch-site')
  const isLink = headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-dest') === 'document'
  return site !== null && site !== 'same-origin' && site !== 'none' && !isLink
}

/** An error as a response that people and programs can read (RFC 9457). */
export function problem(status: number, detail: string, headers: Record<string, string> = {}): Response {
  const body = JSON.stringify({ type: 'about:blank', status, detail })
  return new Response(body, { status, headers: { 'content-type': 'application/problem+json', ...headers } })
}
