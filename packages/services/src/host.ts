import type { Body, Handler, IncomingRequest } from '@hydra/router'
import type { PublicKey } from '@hydra/identity'
import { BodyTooLargeError, MalformedMessageError } from './errors.ts'
import { decodeRequestHead, encodeResponseHead, type RequestHead } from './head.ts'
import { responseHeaders } from './headers.ts'
import { readMessage, writeMessage } from './message.ts'
import { problem } from './problem.ts'
import type { Context, FetchHandler } from './handler.ts'
import { fromWebStream, toWebStream } from './web-stream.ts'

export interface ServeOptions {
  key: PublicKey
  maxConcurrent: number
  maxBodyBytes: number
}

/** Turns an HTTP handler into a router's: reads the request off the stream, writes the response onto it. */
export function serve(handler: FetchHandler, options: ServeOptions): Handler {
  const running = new Set<IncomingRequest>()
  return async (incoming): Promise<Body> => {
    if (running.size >= options.maxConcurrent) return write(problem(429, 'The service is busy. Try again shortly.'))
    const done = (): void => void running.delete(incoming)
    running.add(incoming)
    incoming.signal.addEventListener('abort', done, { once: true })
    return write(await answer(handler, incoming, options), done)
  }
}

async function answer(handler: FetchHandler, incoming: IncomingRequest, options: ServeOptions): Promise<Response> {
  let tooLarge = false
  try {
    const { head, body } = await readMessage(incoming.body)
    const limited = limit(body, options.maxBodyBytes, () => {
      tooLarge = true
    })
    const request = toRequest(decodeRequestHead(head), limited, incoming.signal, options.key)
    const response = await handler(request, context(incoming))
    return tooLarge ? problem(413, new BodyTooLargeError(options.maxBodyBytes).message) : response
  } catch (error) {
    if (tooLarge) return problem(413, new BodyTooLargeError(options.maxBodyBytes).message)
    if (error instanceof MalformedMessageError) return problem(400, error.message)
    // What went wrong inside is the host's business; a stack trace tells strangers too much.
    return problem(500, 'Its handler threw. The host has the details.')
  }
}

function context(incoming: IncomingRequest): Context {
  return { signal: incoming.signal, ...(incoming.caller && { caller: incoming.caller }) }
}

function toRequest(head: RequestHead, body: AsyncIterable<Uint8Array>, signal: AbortSignal, key: PublicKey): Request {
  const { method } = head
  const init = { method, headers: head.headers.map(([name, value]): [string, string] => [name, value]), signal }
  // The same origin that a browser sees at a gateway, so that absolute links and origin checks hold there.
  const url = `http://${key}.hydra.localhost${head.path}`
  if (method === 'GET' || method === 'HEAD') return new Request(url, init)
  const streaming: RequestInit & { duplex: 'half' } = { ...init, body: toWebStream(body), duplex: 'half' }
  return new Request(url, streaming)
}

async function* limit(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  onOver: () => void,
): AsyncGenerator<Uint8Array> {
  let total = 0
  for await (const piece of body) {
    total += piece.length
    if (total > maxBytes) {
      onOver()
      throw new BodyTooLargeError(maxBytes)
    }
    yield piece
  }
}

async function* write(response: Response, onEnd = (): void => {}): AsyncGenerator<Uint8Array> {
  try {
    const head = encodeResponseHead({ status: response.status, headers: responseHeaders(response.headers) })
    yield* writeMessage(head, fromWebStream(response.body))
  } finally {
    onEnd()
  }
}
