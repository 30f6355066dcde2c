import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from '../request-handler.ts'
import type { PortLimits } from './limits.ts'
import { toRequest } from './request.ts'
import { writeResponse } from './response.ts'

/** Answers one Node request by a handler, and tells the handler when the caller is gone. */
export async function serve(
  message: IncomingMessage,
  reply: ServerResponse,
  limits: PortLimits,
  find: (pathname: string) => RequestHandler | undefined,
): Promise<void> {
  const gone = new AbortController()
  reply.once('close', () => {
    if (!reply.writableFinished) gone.abort(new DOMException('The client went away.', 'AbortError'))
  })
  // A socket that breaks while the answer is written is the caller's business; unheard it would end the process.
  reply.on('error', () => undefined)
  const response = await answer(message, limits, find, gone.signal)
  if (reply.destroyed) await response.body?.cancel()
  else await writeResponse(response, reply, message, limits)
}

async function answer(
  message: IncomingMessage,
  limits: PortLimits,
  find: (pathname: string) => RequestHandler | undefined,
  signal: AbortSignal,
): Promise<Response> {
  if (Number(message.headers['content-length'] ?? 0) > limits.maxBodyBytes) return plain(413, 'Body too large')
  let request: Request
  try {
    const secure = 'encrypted' in message.socket
    request = toRequest(message, secure, limits, signal)
  } catch {
    return plain(400, 'Bad request')
  }
  const handler = find(new URL(request.url).pathname)
  if (handler === undefined) return plain(404, 'Not found')
  try {
    return await handler(request, { remoteAddress: message.socket.remoteAddress ?? '' })
  } catch {
    // What went wrong inside is nobody's business outside.
    return plain(500, 'Internal error')
  }
}

function plain(status: number, text: string): Response {
  return new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain' } })
}
