import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGateway } from './gateway.ts'
import type { FetchHandler } from './handler.ts'
import { fromNode } from './node/from-node.ts'
import { createServices } from './services.ts'
import { testFetch } from './testing/fetch-suite.ts'
import { createLine } from './testing/line.ts'
import { toWebStream } from './web-stream.ts'

// Nothing of ours: Node's own server and Node's own fetch say what the cases should see.
testFetch('plain HTTP of Node, the reference', async (service) => {
  const server = await listen(service)
  return {
    fetch: (input, init) => fetch(input, init),
    url: `http://127.0.0.1:${server.port}/`,
    close: () => server.close(),
  }
})

// What a gateway must not pass on, whatever the service says.
const differences = { 'passes caching on': 'private, no-store' }
const withoutCookies = { ...differences, 'sends a cookie': null, 'keeps several cookies apart': [] }

testFetch(
  'the gateway by path, over plain HTTP and four hidden hops',
  async (service) => {
    const { server, key, close } = await gateway(service)
    return {
      fetch: (input, init) => fetch(input, init),
      url: `http://127.0.0.1:${server.port}/services/${key}/`,
      close,
    }
  },
  { differences: withoutCookies },
)

testFetch(
  'the gateway by host, over plain HTTP and four hidden hops',
  async (service) => {
    // Browsers know that such a host is here; the resolver of a machine need not.
    const { server, close } = await gateway(service, (key) => `${key}.hydra.localhost`)
    return { fetch: (input, init) => fetch(input, init), url: `http://127.0.0.1:${server.port}/`, close }
  },
  { differences },
)

testFetch(
  'a listener of Node, hosted over four hidden hops',
  async (service) => {
    const line = await createLine(4)
    const host = createServices({ router: line.host })
    const { url } = await host.host(
      fromNode((message, reply) => void serve(service, message, reply).catch(() => reply.destroy())),
    )
    const asker = createServices({ router: line.asker })
    return {
      fetch: (input, init) => asker.fetch(input, init),
      url,
      async close() {
        await host.close()
        await line.close()
      },
    }
  },
  // A listener that hangs up before its head is out has said nothing yet: that is a 500.
  { differences: { 'fails to read a body that breaks off at its beginning': false } },
)

async function gateway(service: FetchHandler, hostOf?: (key: string) => string) {
  const line = await createLine(4)
  const host = createServices({ router: line.host })
  const { key } = await host.host(service)
  const server = await listen(createGateway(createServices({ router: line.asker })), hostOf?.(key))
  const close = async (): Promise<void> => {
    await server.close()
    await host.close()
    await line.close()
  }
  return { server, key, close }
}

async function listen(handler: FetchHandler, host?: string) {
  const server = createServer(
    (message, reply) => void serve(handler, message, reply, host).catch(() => reply.destroy()),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close(): Promise<void> {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function serve(
  service: FetchHandler,
  message: IncomingMessage,
  reply: ServerResponse,
  host = message.headers.host,
): Promise<void> {
  const gone = new AbortController()
  reply.once('close', () => gone.abort())
  const { method = 'GET', rawHeaders } = message
  const headers = new Headers()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  }
  // Not `Readable.toWeb`: where an upload is given up in the middle, it throws out of the socket's own events.
  const body = method === 'GET' || method === 'HEAD' ? null : toWebStream(message.iterator({ destroyOnReturn: false }))
  const init = { method, headers, body, duplex: 'half', signal: gone.signal } as const
  const request = new Request(`http://${host}${message.url}`, init)
  const response = await answer(service, request, gone.signal)
  // What is left of an upload that nobody reads would hold up whatever follows on its connection.
  if (!message.complete) reply.setHeader('connection', 'close')
  for (const [name, value] of response.headers) reply.appendHeader(name, value)
  reply.writeHead(response.status)
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
