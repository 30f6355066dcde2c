import { connect, createServer, type Socket } from 'node:net'
import { once } from 'node:events'

/** A way to a TCP multiaddr on loopback on which each byte takes so long, in both directions, however many there are. */
export async function delayed(target: string, ms: number): Promise<{ readonly address: string } & AsyncDisposable> {
  const [, port, peer] = /^\/ip4\/127\.0\.0\.1\/tcp\/(\d+)(\/p2p\/.+)?$/.exec(target) ?? []
  if (port === undefined) throw new Error(`${target} is not a TCP address on loopback.`)
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (inbound) => {
    const outbound = connect({ port: Number(port), host: '127.0.0.1', noDelay: true })
    for (const socket of [inbound, outbound]) sockets.add(socket)
    pass(inbound, outbound, ms)
    pass(outbound, inbound, ms)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const own = typeof address === 'object' ? address?.port : undefined
  return {
    address: `/ip4/127.0.0.1/tcp/${own}${peer ?? ''}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

function pass(from: Socket, to: Socket, ms: number): void {
  from.on('data', (bytes) => setTimeout(() => to.writable && to.write(bytes), ms))
  from.on('error', () => to.destroy())
  from.on('end', () => setTimeout(() => to.end(), ms))
}
