import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Proxy {
  readonly port: number
  /** Requests that came through. */
  readonly requests: number
  close(): Promise<void>
}

type Pass = (incoming: IncomingMessage, body: Buffer, reply: ServerResponse, n: number) => void

/** Passes requests on as they are. */
export function plainProxy(target: number): Promise<Proxy> {
  return startProxy((incoming, body, reply) => pass(target, incoming, body, reply))
}

/** Holds every response back until it is complete, as some virus scanners do. */
export function bufferingProxy(target: number): Promise<Proxy> {
  return startProxy((incoming, body, reply) => pass(target, incoming, body, reply, { whole: true }))
}

/** Loses one request in ten: by turns before it is passed on, and after, so that only the response is lost. */
export function droppingProxy(target: number): Promise<Proxy> {
  return startProxy((incoming, body, reply, n) => {
    if (n % 10 !== 9) pass(target, incoming, body, reply)
    else if (n % 20 === 9) reply.destroy()
    else pass(target, incoming, body, reply, { silent: true })
  })
}

/** Sends one request in ten twice, and answers with what came back first. */
export function repeatingProxy(target: number): Promise<Proxy> {
  return startProxy((incoming, body, reply, n) => {
    pass(target, incoming, body, reply)
    if (n % 10 === 9) send(target, incoming, body, (response) => response.resume())
  })
}

async function startProxy(handle: Pass): Promise<Proxy> {
  let requests = 0
  const server = createServer((incoming, reply) => {
    readAll(incoming).then(
      (body) => handle(incoming, body, reply, requests++),
      () => reply.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    get requests() {
      return requests
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of message) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

interface PassOptions {
  whole?: boolean
  silent?: boolean
}

function pass(
  target: number,
  incoming: IncomingMessage,
  body: Buffer,
  reply: ServerResponse,
  { whole = false, silent = false }: PassOptions = {},
): void {
  const outgoing = send(target, incoming, body, async (response) => {
    if (silent) {
      response.resume()
      reply.destroy()
      return
    }
    const { 'content-length': _, ...headers } = response.headers
    if (!whole) {
      reply.writeHead(response.statusCode ?? 502, headers)
      reply.flushHeaders()
      response.pipe(reply)
      response.on('close', () => reply.end())
      return
    }
    const all = await readAll(response)
    reply.writeHead(response.statusCode ?? 502, headers)
    reply.end(all)
  })
  outgoing.on('error', () => reply.destroy())
  reply.on('close', () => outgoing.destroy())
}

function send(
  port: number,
  incoming: IncomingMessage,
  body: Buffer,
  onResponse: (response: IncomingMessage) => unknown,
) {
  const { method = 'GET', url: path = '/', headers } = incoming
  const outgoing = forward({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
    response.on('error', () => undefined)
    Promise.resolve(onResponse(response)).catch(() => undefined)
  })
  outgoing.on('error', () => undefined)
  return outgoing.end(body)
}
