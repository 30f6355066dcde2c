import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'
import { page } from './page.ts'

// "HYDRA" on a telephone's keys, less the last one.
const USUAL_PORT = 4937

export interface RunningNode {
  readonly url: string
  /** Where other peers reach it. */
  readonly addresses: readonly string[]
  /** The usual port, where somebody else has it. */
  readonly takenPort: number | undefined
  /** May be called twice. */
  close(): Promise<void>
}

/** Starts a node on loopback: on the usual port or, where that is taken and none was named, on any free one. */
export async function start(options: { port?: number } = {}): Promise<RunningNode> {
  let takenPort: number | undefined
  const peer = await open(options.port ?? USUAL_PORT).catch((error: Error) => {
    if (options.port !== undefined || error.name !== 'PortUnavailableError') throw error
    takenPort = USUAL_PORT
    return open(0)
  })
  const { port, node } = peer.link
  return { url: `${port.url}/`, addresses: node.getMultiaddrs().map(String), takenPort, close: () => peer.close() }
}

function open(port: number) {
  return createPeer(nodePeer({ port, handler: async (request) => answer(new URL(request.url)) }))
}

function answer({ pathname, host }: URL): Response {
  if (pathname === '/healthz') return new Response('ok')
  if (pathname !== '/') return new Response('There is nothing here.', { status: 404 })
  return new Response(page(`http://${host}/`), { headers: { 'content-type': 'text/html; charset=utf-8' } })
}
