import { createServer, type Server } from 'node:http'
import { page } from './page.ts'

// "HYDRA" on a telephone's keys, less the last one.
const USUAL_PORT = 4937

/** Somebody else listens on the port that was asked for. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError'
  constructor(port: number, options?: ErrorOptions) {
    super(`Port ${port} is taken. Stop what runs there, or name another one with --port.`, options)
  }
}

export interface RunningNode {
  readonly url: string
  /** May be called twice. */
  close(): Promise<void>
}

/** Starts a node on loopback: on the usual port or, where that is taken and none was named, on any free one. */
export async function start(options: { port?: number } = {}): Promise<RunningNode> {
  const server = createServer((request, response) => {
    const found = request.url === '/' || request.url === '/healthz'
    response.writeHead(found ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' })
    response.end(request.url === '/healthz' ? 'ok' : found ? page(urlOf(server)) : 'There is nothing here.')
  })
  await listen(server, options.port ?? USUAL_PORT).catch((error: Error) => {
    if (options.port !== undefined) throw error
    return listen(server, 0)
  })
  return { url: urlOf(server), close: () => close(server) }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(port, { cause: error }) : error)
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return
  await new Promise((resolve) => {
    server.close(resolve)
    // A browser keeps its connections open for later; later will not come.
    server.closeAllConnections()
  })
}

function urlOf(server: Server): string {
  const address = server.address()
  return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}/` : ''
}
