import { InvalidServiceUrlError } from './errors.ts'

const REDIRECTS = [301, 302, 303, 307, 308]
const ORIGIN_HOST = /^([^.]+)\.hydra\.localhost$/

/** Where a response leads; undefined where it does not lead on. */
export function locationOf(from: string, response: Response): URL | undefined {
  const location = response.headers.get('location')
  if (!REDIRECTS.includes(response.status) || location === null) return undefined
  const url = new URL(location, from)
  // A service sees itself under an origin of the web: what it writes with it means itself.
  const host = ORIGIN_HOST.exec(url.hostname)?.[1]
  const here = host ? new URL(`hydra://${host}${url.pathname}${url.search}${url.hash}`) : url
  // Never out of the network: a server would learn who asks.
  if (here.protocol !== 'hydra:') throw new InvalidServiceUrlError(location, 'a redirect may not leave the network')
  if (!here.hash) here.hash = new URL(from).hash
  return here
}

/** The request that follows a redirect, by the rules of the Fetch standard (section 4.4, HTTP-redirect fetch). */
export function redirected(request: Request, url: URL, status: number, source: BodyInit | null | undefined): Request {
  const { method, redirect, signal, credentials } = request
  const headers = new Headers(request.headers)
  const asGet = status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST'
  if (asGet) for (const name of ABOUT_A_BODY) headers.delete(name)
  if (new URL(request.url).host !== url.host) for (const name of ['authorization', 'cookie']) headers.delete(name)
  const init = { method: asGet ? 'GET' : method, headers, redirect, signal, credentials }
  if (asGet || request.body === null) return new Request(url, init)
  if (source === undefined || source === null || source instanceof ReadableStream)
    throw new TypeError(`${request.url} redirects a request whose body was already sent. Pass the body as a whole.`)
  // Its boundary is drawn anew.
  if (source instanceof FormData) headers.delete('content-type')
  return new Request(url, { ...init, body: source })
}

const ABOUT_A_BODY = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length']
