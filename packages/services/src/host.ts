import type { PublicKey } from '@hydra/identity'
import type { Body, Clock, Handler, IncomingRequest } from '@hydra/router'
import { type BodyTooLargeError, MalformedMessageError } from './errors.ts'
import type { FetchHandler } from './handler.ts'
import { decodeRequestHead, decodeResponseHead, encodeResponseHead, isStatus } from './head.ts'
import { responseHeaders } from './headers.ts'
import { toRequest } from './incoming.ts'
import { readMessage, writeMessage } from './message.ts'
import { createPlaces } from './places.ts'
import { problem } from './problem.ts'
import { fromWebStream } from './web-stream.ts'

export interface ServeOptions {
  key: PublicKey
  clock: Clock
  maxConcurrent: number
  maxBodyBytes: number
  answerWithinMs: number
  onError: (error: unknown, request: Request | undefined) => void
}

const WITHOUT_BODY = [204, 205, 304]

/** Turns an HTTP handler into a router's: reads the request off the stream, writes the response onto it. */
export function serve(handler: FetchHandler, options: ServeOptions): Handler {
  const places = createPlaces(options.maxConcurrent)
  return async (incoming): Promise<Body> => {
    const { signal } = incoming
    const leave = places.enter(incoming.caller)
    if (!leave) return write(busy(), { signal, withBody: true })
    const call = new Call(handler, incoming, options)
    const response = await call.answer()
    const release = (): void => {
      leave()
      call.release()
    }
    return write(response, { signal, withBody: call.wantsBody(response), release })
  }
}

const busy = (): Response => problem(429, 'The service is busy. Try again shortly.')

/** One request on its way through the handler. */
class Call {
  readonly #handler: FetchHandler
  readonly #incoming: IncomingRequest
  readonly #options: ServeOptions
  // The handler's own: it ends when the caller leaves, and when the handler took too long.
  readonly #work = new AbortController()
  // Held until the answer is out: in Node a Request that nobody holds no longer passes its signal on.
  #request: Request | undefined
  #tooLarge: BodyTooLargeError | undefined

  constructor(handler: FetchHandler, incoming: IncomingRequest, options: ServeOptions) {
    this.#handler = handler
    this.#incoming = incoming
    this.#options = options
    const { signal } = incoming
    if (signal.aborted) this.#work.abort(signal.reason)
    else signal.addEventListener('abort', () => this.#work.abort(signal.reason), { once: true })
  }

  /** Whether the response goes with its body (RFC 9110, section 6.4.1). */
  wantsBody({ status }: Response): boolean {
    return this.#request?.method !== 'HEAD' && !WITHOUT_BODY.includes(status)
  }

  /** What the handler says; where it fails, what that means for the caller. */
  answer(): Promise<Response> {
    const { clock, answerWithinMs } = this.#options
    const { promise, resolve } = Promise.withResolvers<Response>()
    let late = false
    const stop = clock.after(answerWithinMs, () => {
      late = true
      resolve(problem(504, `The service did not answer within ${answerWithinMs} ms.`))
      this.#work.abort(new DOMException('The handler took too long.', 'TimeoutError'))
    })
    this.#handle()
      .then(checked)
      .then(
        (response) => (late ? void response.body?.cancel().catch(() => {}) : resolve(response)),
        (error: unknown) => resolve(this.#explain(error)),
      )
    return promise.finally(stop)
  }

  /** The answer is out, or nobody waits for it. */
  release(): void {
    this.#request = undefined
  }

  async #handle(): Promise<Response> {
    const { signal } = this.#work
    const { caller, body } = this.#incoming
    const message = await readMessage(body)
    const { key, maxBodyBytes } = this.#options
    const onTooLarge = (error: BodyTooLargeError) => {
      this.#tooLarge = error
    }
    const head = decodeRequestHead(message.head)
    this.#request = toRequest(head, message.body, { key, maxBodyBytes, signal, onTooLarge })
    const response = await this.#handler(this.#request, { signal, ...(caller && { caller }) })
    if (!this.#tooLarge) return response
    await response?.body?.cancel().catch(() => {})
    throw this.#tooLarge
  }

  #explain(error: unknown): Response {
    if (this.#tooLarge) return problem(413, this.#tooLarge.message)
    // Nothing reached the handler: the message itself was bad.
    if (error instanceof MalformedMessageError && !this.#request) return problem(400, error.message)
    // A handler that stopped because nobody waits for it has done as it should.
    if (!this.#work.signal.aborted) this.#options.onError(error, this.#request)
    // What went wrong inside is the host's business; a stack trace tells strangers too much.
    return problem(500, 'Its handler failed. The host has the details.')
  }
}

/** A handler may return anything. Throws where it is no response that can be sent. */
function checked(response: Response): Response {
  if (!isStatus(response.status)) throw new TypeError(`A handler cannot answer with status ${response.status}.`)
  if (response.bodyUsed || response.body?.locked) throw new TypeError('The body of the response was already used.')
  // Read as its caller will: what a handler makes need not be a real `Headers`.
  decodeResponseHead(encodeResponseHead({ status: response.status, headers: responseHeaders(response.headers) }))
  return response
}

/** The bytes of a response; `release` runs when they are out, or when nobody wants them any more. */
function write(response: Response, options: { signal: AbortSignal; withBody: boolean; release?: () => void }) {
  const { signal, withBody, release = () => {} } = options
  const body = fromWebStream(response.body)
  const head = encodeResponseHead({ status: response.status, headers: responseHeaders(response.headers) })
  const end = (): void => {
    signal.removeEventListener('abort', end)
    release()
    void body.return?.()
  }
  // The router may never ask for a piece, if the caller left in between.
  if (signal.aborted) end()
  else signal.addEventListener('abort', end, { once: true })
  return ending(writeMessage(head, withBody ? body : fromWebStream(null)), end)
}

/** Calls `end` when the pieces are through, failed, or are wanted no longer. */
function ending(pieces: AsyncIterableIterator<Uint8Array>, end: () => void): AsyncIterableIterator<Uint8Array> {
  const iterator: AsyncIterableIterator<Uint8Array> = {
    [Symbol.asyncIterator]: () => iterator,
    async next() {
      try {
        const next = await pieces.next()
        if (next.done) end()
        return next
      } catch (error) {
        end()
        throw error
      }
    },
    async return() {
      end()
      return { done: true, value: undefined }
    },
  }
  return iterator
}
