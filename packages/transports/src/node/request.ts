import type { IncomingMessage } from 'node:http'
import { BodyStalledError, BodyTooLargeError } from '../errors.ts'
import type { PortLimits } from './limits.ts'

/** Reads a Node request as a `Request`. Throws `TypeError` where the message is none that the fetch standard allows. */
export function toRequest(message: IncomingMessage, secure: boolean, limits: PortLimits, signal: AbortSignal): Request {
  const host = message.headers.host ?? 'localhost'
  const url = new URL(`${secure ? 'https' : 'http'}://${host}`)
  const target = message.url ?? '/'
  // An absolute target (as sent to a proxy) would let a caller name an origin that the Host header does not.
  if (!target.startsWith('/')) throw new TypeError('The request target is not a path.')
  const method = message.method ?? 'GET'
  const hasBody = method !== 'GET' && method !== 'HEAD' && carriesBody(message)
  return new Request(new URL(url.origin + target), {
    method,
    headers: toHeaders(message.rawHeaders),
    signal,
    ...(hasBody ? { body: toBody(message, limits), duplex: 'half' as const } : {}),
  })
}

function carriesBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function toHeaders(raw: readonly string[]): Headers {
  const headers = new Headers()
  for (let i = 0; i + 1 < raw.length; i += 2) headers.append(raw[i] ?? '', raw[i + 1] ?? '')
  return headers
}

function toBody(message: IncomingMessage, { maxBodyBytes, bodyIdleMs }: PortLimits): ReadableStream<Uint8Array> {
  // Destroying the message would destroy the socket, and with it the answer.
  const chunks = message.iterator({ destroyOnReturn: false })
  let bytes = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await withDeadline(chunks.next(), bodyIdleMs)
        if (next.done === true) {
          controller.close()
          return
        }
        const chunk = next.value as Uint8Array
        bytes += chunk.byteLength
        if (bytes > maxBodyBytes) throw new BodyTooLargeError(maxBodyBytes)
        controller.enqueue(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength))
      },
      async cancel() {
        await chunks.return?.()
      },
    },
    // Nothing is read ahead of the handler: its pace is the sender's.
    { highWaterMark: 0 },
  )
}

async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new BodyStalledError(ms)), ms)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
