import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from '../request-handler.ts'
import type { PortLimits } from './limits.ts'
import type { PortRefusal, Refusals } from './refusals.ts'
import { toRequest } from './request.ts'
import { writeResponse } from './response.ts'

export interface Serving {
  readonly limits: PortLimits
  readonly refusals: Refusals
  find(pathname: string): RequestHandler | undefined
}

/** Answers one Node request by a handler, and tells the handler when the caller is gone. */
export async function serve(message: IncomingMessage, reply: ServerResponse, serving: Serving): Promise<void> {
  const gone = new AbortController()
  reply.once('close', () => {
    if (!reply.writableFinished) gone.abort(new DOMException('The client went away.', 'AbortError'))
  })
  // A socket that breaks while the answer is written is the caller's business; unheard it would end the process.
  reply.on('error', () => undefined)
  const response = await answer(message, serving, gone.signal)
  if (reply.destroyed) await response.body?.cancel()
  else await writeResponse(response, reply, message, serving.limits)
}

async function answer(message: IncomingMessage, serving: Serving, signal: AbortSignal): Promise<Response> {
  const { limits, refusals } = serving
  const refuse = (reason: PortRefusal, status: number, text: string) => {
    refusals.count(reason)
    return new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain' } })
  }
  const announced = Number(message.headers['content-length'] ?? 0)
  if (announced > limits.maxBodyBytes) return refuse('body-too-large', 413, 'Body too large')
  let request: Request
  try {
    const secure = 'encrypted' in message.socket
    request = toRequest(message, secure, limits, signal)
  } catch {
    return refuse('malformed-request', 400, 'Bad request')
  }
  const handler = serving.find(new URL(request.url).pathname)
  if (handler === undefined) return refuse('not-found', 404, 'Not found')
  try {
    return await handler(request, { remoteAddress: message.socket.remoteAddress ?? '' })
  } catch {
    // What went wrong inside is nobody's business outside.
    return refuse('handler-failed', 500, 'Internal error')
  }
}
