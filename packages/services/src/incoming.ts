import type { PublicKey } from '@hydra/identity'
import { BodyTooLargeError } from './errors.ts'
import type { RequestHead } from './head.ts'
import { toHeaders } from './headers.ts'
import { contentLength, measured } from './measured-body.ts'
import type { Message } from './message.ts'
import { toWebStream } from './web-stream.ts'

export interface IncomingOptions {
  key: PublicKey
  maxBodyBytes: number
  signal: AbortSignal
  /** The body is larger than that. */
  onTooLarge: (error: BodyTooLargeError) => void
}

/** The request that a message is, as its handler sees it. */
export function toRequest(head: RequestHead, body: Message['body'], options: IncomingOptions): Request {
  const { key, maxBodyBytes, signal } = options
  const { method } = head
  const headers = toHeaders(head.headers)
  const tooLarge = () => {
    const error = new BodyTooLargeError(maxBodyBytes)
    options.onTooLarge(error)
    return error
  }
  const expected = contentLength(headers)
  // The same origin that a browser sees at a gateway, so that absolute links and origin checks hold there.
  const url = `http://${key}.hydra.localhost${head.path}`
  if (method === 'GET' || method === 'HEAD') {
    void body.return?.()
    return withCookies(new Request(url, { method, headers, signal }), headers)
  }
  if (expected !== undefined && expected > maxBodyBytes) throw tooLarge()
  const limited = measured(body, { expected, maxBytes: maxBodyBytes, onOver: tooLarge })
  const init: RequestInit & { duplex: 'half' } = { method, headers, signal, body: toWebStream(limited), duplex: 'half' }
  return withCookies(new Request(url, init), headers)
}

/** A browser keeps cookies from a Request that a script makes; a service in a tab is to see those of its callers. */
function withCookies(request: Request, headers: Headers): Request {
  if (headers.has('cookie') && !request.headers.has('cookie')) {
    Object.defineProperty(request, 'headers', { value: headers })
  }
  return request
}
