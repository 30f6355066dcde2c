import { decoded } from './decoded-body.ts'
import type { ResponseHead } from './head.ts'
import { toHeaders } from './headers.ts'
import { contentLength, measured } from './measured-body.ts'
import type { Message } from './message.ts'
import { toWebStream } from './web-stream.ts'

const WITHOUT_BODY = [204, 205, 304]

export interface ResponseOptions {
  readonly method: string
  readonly signal: AbortSignal | undefined
  /** In Node a Request that nobody holds no longer passes its signal on: the body holds it. */
  readonly held: unknown
}

/** The response that a message is, as `fetch` would give it. */
export function toResponse(head: ResponseHead, body: Message['body'], options: ResponseOptions): Response {
  const { status } = head
  const headers = toHeaders(head.headers)
  if (WITHOUT_BODY.includes(status) || options.method === 'HEAD') {
    void body.return?.()
    return seen(new Response(null, { status, headers }), headers)
  }
  const whole = measured(heeding(body, options), { expected: contentLength(headers) })
  return seen(new Response(toWebStream(decoded(whole, headers)), { status, headers }), headers)
}

/** A browser keeps "set-cookie" from scripts, even in a Response that a script makes. This is not the browser's fetch. */
function seen(response: Response, headers: Headers): Response {
  if (headers.has('set-cookie') && !response.headers.has('set-cookie')) {
    Object.defineProperty(response, 'headers', { value: headers })
  }
  return response
}

/** Fails with what the caller aborted with, whatever that did to the stream. */
function heeding(body: Message['body'], options: ResponseOptions): Message['body'] {
  const iterator: Message['body'] = {
    [Symbol.asyncIterator]: () => iterator,
    async next() {
      try {
        return await body.next()
      } catch (error) {
        throw options.signal?.aborted ? options.signal.reason : error
      }
    },
    async return() {
      await body.return?.()
      return { done: true, value: undefined }
    },
  }
  return iterator
}
