import { InvalidKeyError, type KeyPair, parsePublicKey, type PublicKey } from '@hydra/identity'
import type { Privacy, RequestOptions, Router } from '@hydra/router'
import { InvalidServiceUrlError, MalformedMessageError } from './errors.ts'
import { decodeResponseHead, encodeRequestHead, type ResponseHead } from './head.ts'
import { requestHeaders } from './headers.ts'
import { readMessage, writeMessage } from './message.ts'
import type { Names } from './names.ts'
import { problem } from './problem.ts'
import { fromWebStream, toWebStream } from './web-stream.ts'

export interface FetchInit extends RequestInit {
  /** @default 'hidden' */
  privacy?: Privacy
  /** Accepts `hidden` where this peer has too few links to hide behind. @default false */
  acceptWeak?: boolean
  /** Signs the request, so that the host knows its caller. */
  caller?: KeyPair
}

// As many as browsers follow.
const MAX_REDIRECTS = 20
const WITHOUT_BODY = [204, 205, 304]

/** Makes the `fetch` that asks services instead of servers. */
export function createFetch(router: Pick<Router, 'request'>, names?: Names) {
  return async (input: string | URL | Request, init: FetchInit = {}): Promise<Response> => {
    let request = new Request(input, streaming(init))
    for (let redirects = 0; ; redirects++) {
      const response = await once(router, request, init, names)
      const next = redirectOf(request, response)
      if (!next) return response
      if (redirects === MAX_REDIRECTS || request.redirect === 'error')
        throw new TypeError(`${request.url} redirects${redirects ? ' without end' : ''}.`)
      await response.body?.cancel()
      request = next
    }
  }
}

// The standard wants it said where a body is sent while it is still being made.
function streaming(init: FetchInit): RequestInit & { duplex?: 'half' } {
  return init.body instanceof ReadableStream ? { ...init, duplex: 'half' } : init
}

async function once(
  router: Pick<Router, 'request'>,
  request: Request,
  init: FetchInit,
  names?: Names,
): Promise<Response> {
  request.signal.throwIfAborted()
  const url = new URL(request.url)
  const key = await resolve(url, names)
  const head = encodeRequestHead({
    method: request.method,
    path: (url.pathname || '/') + url.search,
    headers: requestHeaders(request.headers),
  })
  try {
    const answer = await router.request(key, writeMessage(head, fromWebStream(request.body)), routing(request, init))
    const message = await readMessage(answer.body)
    return toResponse(decodeResponseHead(message.head), message.body, request)
  } catch (error) {
    return asProblem(error, request)
  }
}

function routing(request: Request, init: FetchInit): RequestOptions {
  const { privacy, acceptWeak, caller } = init
  return {
    signal: request.signal,
    ...(privacy && { privacy }),
    ...(acceptWeak && { acceptWeak }),
    ...(caller && { caller }),
  }
}

async function resolve(url: URL, names?: Names): Promise<PublicKey> {
  if (url.protocol !== 'hydra:') throw new InvalidServiceUrlError(url.href, `its scheme is "${url.protocol}"`)
  const named = await names?.resolve(url.hostname)
  if (named?.trust === 'petname') return named.key
  try {
    return parsePublicKey(url.hostname)
  } catch (cause) {
    if (named) return named.key
    const reason =
      cause instanceof InvalidKeyError ? 'its host is neither a key nor a known name' : 'its host cannot be read'
    throw new InvalidServiceUrlError(url.href, reason, { cause })
  }
}

function toResponse(head: ResponseHead, body: AsyncIterableIterator<Uint8Array>, request: Request): Response {
  const headers = new Headers(head.headers.map(([name, value]): [string, string] => [name, value]))
  const empty = WITHOUT_BODY.includes(head.status) || request.method === 'HEAD'
  if (empty) void body.return?.()
  return new Response(empty ? null : toWebStream(body), { status: head.status, headers })
}

function asProblem(error: unknown, request: Request): Response {
  if (request.signal.aborted) throw request.signal.reason
  if (!(error instanceof Error)) throw error
  if (error.name === 'NoAnswerError') return problem(502, error.message)
  if (error.name === 'TimeoutError') return problem(504, error.message)
  // It was asked, and its path broke before it had said anything.
  if (error.name === 'BrokenStreamError') return problem(502, error.message)
  if (error instanceof MalformedMessageError) return problem(502, error.message)
  throw error
}

/** The request that a redirect asks for, by the rules of the Fetch standard; undefined where it is none or is not to be followed. */
function redirectOf(request: Request, response: Response): Request | undefined {
  const location = response.headers.get('location')
  if (![301, 302, 303, 307, 308].includes(response.status) || !location || request.redirect === 'manual')
    return undefined
  const url = new URL(location, request.url)
  const asGet = response.status === 303 || (response.status < 303 && request.method === 'POST')
  // A streamed body is gone after it was sent once.
  if (!asGet && request.body) throw new TypeError(`${request.url} redirects a request whose body was already sent.`)
  const headers = new Headers(request.headers)
  if (new URL(request.url).host !== url.host) for (const name of ['authorization', 'cookie']) headers.delete(name)
  return new Request(url, {
    method: asGet && request.method !== 'HEAD' ? 'GET' : request.method,
    headers,
    signal: request.signal,
    redirect: request.redirect,
  })
}
