import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PortLimits } from './limits.ts'

/** Sends a `Response` at the pace of the reader. Resolves when it is out, or when nobody waits for it any more. */
export async function writeResponse(
  response: Response,
  to: ServerResponse,
  request: IncomingMessage,
  { readerIdleMs }: PortLimits,
): Promise<void> {
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') to.setHeader(name, value)
  }
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) to.setHeader('set-cookie', cookies)
  // What is left of an upload that nobody reads would otherwise be taken in to the end.
  if (!request.complete && !request.readableEnded) to.setHeader('connection', 'close')
  to.writeHead(response.status)
  if (response.body === null) {
    to.end()
  } else if (request.method === 'HEAD') {
    to.end()
    await response.body.cancel()
  } else {
    to.flushHeaders()
    await writeBody(response.body, to, readerIdleMs)
  }
}

async function writeBody(body: ReadableStream<Uint8Array>, to: ServerResponse, idleMs: number): Promise<void> {
  const reader = body.getReader()
  const cancel = () => void reader.cancel(new Error('The client went away.')).catch(() => undefined)
  to.once('close', cancel)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done || to.destroyed) break
      if (!to.write(value)) await drained(to, idleMs)
    }
    to.end()
  } catch (cause) {
    // An early clean end would pass for the whole answer.
    to.destroy(cause instanceof Error ? cause : new Error('The body failed.', { cause }))
  } finally {
    to.off('close', cancel)
  }
}

async function drained(to: ServerResponse, idleMs: number): Promise<void> {
  if (to.destroyed) return
  // Whoever reads nothing for so long keeps a socket, and what the handler holds open, for nobody.
  const timer = setTimeout(() => to.destroy(), idleMs)
  const settled = new AbortController()
  const options = { signal: settled.signal }
  await Promise.race([once(to, 'drain', options), once(to, 'close', options)]).finally(() => {
    clearTimeout(timer)
    settled.abort()
  })
}
