import type { KeyPair, PublicKey } from '@hydra/identity'
import type { Clock, Privacy, RequestOptions, RequestProgress, Router } from '@hydra/router'
import { type CookieJar, createCookieJar } from './cookies.ts'
import { MalformedMessageError } from './errors.ts'
import { decodeResponseHead, encodeRequestHead, type HeaderList } from './head.ts'
import { requestHeaders } from './headers.ts'
import { readMessage, writeMessage } from './message.ts'
import { type Names, serviceOf } from './names.ts'
import { problem } from './problem.ts'
import { locationOf, redirected } from './redirect.ts'
import { toResponse } from './response.ts'
import type { Watch } from './seen-request.ts'
import { fromWebStream } from './web-stream.ts'

export interface FetchInit extends RequestInit {
  /** @default 'hidden' */
  privacy?: Privacy
  /** Accepts `hidden` where this peer has too few links to hide behind. @default false */
  acceptWeak?: boolean
  /** Accepts a name that more than one key claims with about the same right. @default false */
  acceptContested?: boolean
  /** Signs the request, so that the host knows its caller. */
  caller?: KeyPair
}

export interface FetchOptions {
  router: Pick<Router, 'request'>
  names: Names | undefined
  clock: Clock
  watch?: Watch | undefined
}

interface Call extends FetchOptions {
  readonly jar: CookieJar
  readonly init: FetchInit
  readonly input: string | URL | Request
  readonly signal: AbortSignal | undefined
}

interface Sending extends Call {
  readonly onProgress: (event: RequestProgress) => void
}

// As many as browsers follow.
const MAX_REDIRECTS = 20

/** Makes the `fetch` that asks services instead of servers. */
export function createFetch(options: FetchOptions) {
  const jar = createCookieJar(options.clock)
  return async (input: string | URL | Request, init: FetchInit = {}): Promise<Response> => {
    let request = new Request(input, streaming(init))
    const signal = init.signal ?? (input instanceof Request ? input.signal : undefined)
    const call: Call = { ...options, jar, init, input, signal }
    for (let redirects = 0; ; redirects++) {
      const response = await watched(call, request)
      const url = request.redirect === 'manual' ? undefined : locationOf(request.url, response)
      if (!url) return labelled(response, request.url, redirects > 0)
      await response.body?.cancel()
      if (request.redirect === 'error') throw new TypeError(`${request.url} redirects, which was not wanted.`)
      if (redirects === MAX_REDIRECTS) throw new TypeError(`${request.url} redirects without end.`)
      request = redirected(request, url, response.status, init.body)
    }
  }
}

// The standard wants it said where a body is sent while it is still being made.
function streaming(init: FetchInit): RequestInit & { duplex?: 'half' } {
  return init.body instanceof ReadableStream ? { ...init, duplex: 'half' } : init
}

// What a constructed Response cannot say of itself.
function labelled(response: Response, url: string, isRedirected: boolean): Response {
  Object.defineProperty(response, 'url', { value: url.split('#', 1)[0] })
  Object.defineProperty(response, 'redirected', { value: isRedirected })
  return response
}

function watched(call: Call, request: Request): Promise<Response> {
  const sighting = call.watch?.asked(request)
  const onProgress = (event: RequestProgress): void => sighting?.progress(event)
  const response = once({ ...call, onProgress }, request)
  return sighting?.until(response) ?? response
}

async function once(call: Sending, request: Request): Promise<Response> {
  const { names, init, signal, jar } = call
  signal?.throwIfAborted()
  const url = new URL(request.url)
  const service = await serviceOf(url, names, { acceptContested: init.acceptContested, signal })
  const path = url.pathname || '/'
  // A cookie is a name tag: two requests that carry the same one are known to be of one caller. So they are asked for.
  const party = request.credentials === 'include' && { service, caller: init.caller?.publicKey }
  const cookies = party && !request.headers.has('cookie') ? jar.header(party, path) : undefined
  const headers: HeaderList = requestHeaders(request.headers)
  const head = encodeRequestHead({
    method: request.method,
    path: path + url.search,
    headers: cookies ? [...headers, ['cookie', cookies]] : headers,
  })
  const response = await send(call, request, service, head)
  if (party) jar.store(party, path, response.headers.getSetCookie())
  return response
}

async function send(call: Sending, request: Request, service: PublicKey, head: Uint8Array): Promise<Response> {
  const { router, init, signal } = call
  const upload = heeded(fromWebStream(request.body))
  let trouble: string | undefined
  const onProgress = (event: RequestProgress): void => {
    if (event.type === 'retrying') trouble = event.reason
    call.onProgress(event)
  }
  try {
    const answer = await router.request(service, writeMessage(head, upload.body), {
      ...routing(init, signal),
      onProgress,
    })
    const message = await readMessage(answer.body)
    return toResponse(decodeResponseHead(message.head), message.body, {
      method: request.method,
      signal,
      held: call.input,
    })
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    // The router's error has what the body failed with as its cause.
    if (upload.failed) throw new TypeError('The body of the request failed.', { cause: error })
    return asProblem(error, trouble)
  }
}

/** Remembers whether a body failed: that is its maker's business, and no answer of anybody. */
function heeded(source: AsyncIterableIterator<Uint8Array>) {
  const upload = { body: source, failed: false }
  const next = (): Promise<IteratorResult<Uint8Array>> =>
    source.next().catch((reason: unknown) => {
      upload.failed = true
      throw reason
    })
  upload.body = { ...source, next, [Symbol.asyncIterator]: () => upload.body }
  return upload
}

function routing(init: FetchInit, signal: AbortSignal | undefined): RequestOptions {
  const { privacy, acceptWeak, caller } = init
  return {
    ...(signal && { signal }),
    ...(privacy && { privacy }),
    ...(acceptWeak && { acceptWeak }),
    ...(caller && { caller }),
  }
}

// By name: there may be a second copy of the router.
function asProblem(error: unknown, trouble: string | undefined): Response {
  if (!(error instanceof Error)) throw error
  if (error.name === 'NoAnswerError') {
    if (trouble === 'busy') return problem(429, 'The service, or the way to it, is busy. Try again shortly.')
    return problem(trouble === 'late' ? 504 : 502, error.message)
  }
  if (error.name === 'BrokenStreamError' || error instanceof MalformedMessageError) return problem(502, error.message)
  throw error
}
