import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FetchHandler } from './handler.ts'
import { testFetch } from './testing/fetch-suite.ts'

// Nothing of ours: Node's own server and Node's own fetch say what the cases should see.
testFetch('plain HTTP of Node, the reference', async (service) => {
  const server = createServer((message, reply) => void serve(service, message, reply).catch(() => reply.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    fetch: (input, init) => fetch(input, init),
    url: `http://127.0.0.1:${port}/`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
})

async function serve(service: FetchHandler, message: IncomingMessage, reply: ServerResponse): Promise<void> {
  const gone = new AbortController()
  reply.once('close', () => gone.abort())
  const { method = 'GET', rawHeaders } = message
  const headers = new Headers()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  }
  const body = method === 'GET' || method === 'HEAD' ? null : Readable.toWeb(message)
  const init = { method, headers, body: body as ReadableStream | null, duplex: 'half', signal: gone.signal } as const
  const request = new Request(`http://${headers.get('host')}${message.url}`, init)
  const response = await answer(service, request, gone.signal)
  reply.writeHead(response.status, [...response.headers].flat())
  if (response.body && method !== 'HEAD') await pipeline(Readable.fromWeb(response.body as never), reply)
  else reply.end()
}

async function answer(service: FetchHandler, request: Request, signal: AbortSignal): Promise<Response> {
  try {
    const response = await service(request, { signal })
    if (response.bodyUsed) throw new TypeError('used')
    return response
  } catch {
    return new Response('failed', { status: 500 })
  }
}
