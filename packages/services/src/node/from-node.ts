import { once } from 'node:events'
import { createServer, type IncomingMessage, request as ask, type RequestListener, type Server } from 'node:http'
import { duplexPair, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FetchHandler } from '../handler.ts'
import { toWebStream } from '../web-stream.ts'

const WITHOUT_BODY = [204, 205, 304]

/**
 * Makes a handler of what was written for Node's `http`: a request listener such as an Express app, or a server.
 * Node's own parser runs on both ends of a pipe in memory, so that the listener sees a request like any other.
 */
export function fromNode(listener: RequestListener | Server): FetchHandler {
  const server = typeof listener === 'function' ? createServer(listener) : listener
  return async (request) => {
    const [near, far] = duplexPair()
    // A pair passes an end on, but not that one side was given up.
    near.once('close', () => far.destroy())
    server.emit('connection', far)
    const { pathname, search, host } = new URL(request.url)
    // Said for every method: Node would write the body of a DELETE without saying where it ends, and what the body
    // holds would pass for the next request.
    const framing = request.body && !request.headers.has('content-length') ? { 'transfer-encoding': 'chunked' } : {}
    const headers = { ...Object.fromEntries(request.headers), ...framing, host }
    const message = ask({
      createConnection: () => near,
      method: request.method,
      path: pathname + search,
      headers,
      signal: request.signal,
    })
    // Heard even where nobody waits for it any more: unheard it would end the process.
    message.on('error', () => {})
    const answered = once(message, 'response')
    const sent = request.body ? pipeline(Readable.fromWeb(request.body as never), message) : message.end()
    void Promise.resolve(sent).catch((error: Error) => message.destroy(error))
    const [reply]: IncomingMessage[] = (await answered) as IncomingMessage[]
    if (!reply) throw new TypeError('The listener gave no response.')
    return toResponse(reply, request.method)
  }
}

function toResponse(reply: IncomingMessage, method: string): Response {
  const { statusCode: status = 500, rawHeaders } = reply
  const headers = new Headers()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  }
  const empty = WITHOUT_BODY.includes(status) || method === 'HEAD'
  if (empty) reply.resume()
  // Not `Readable.toWeb`: where its reader leaves in the middle, it throws out of the socket's events, and ends the process.
  return new Response(empty ? null : toWebStream(reply.iterator()), { status, headers })
}
