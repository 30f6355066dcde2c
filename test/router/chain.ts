import { createHash } from 'node:crypto'
import { createKeyPair, type PublicKey } from '@hydra/identity'
import { createMemoryNetwork, createRouter, lazyTree, type Link, type Router } from '@hydra/router'
import { libp2pLink } from '@hydra/router/libp2p'
import { nodeTransports } from '@hydra/transports'
import { openNodeListener } from '@hydra/transports/node-listener'
import { createLibp2p, type Libp2p } from 'libp2p'

export type Way = 'memory' | 'tcp' | 'ws' | 'http'

/** Peers in a line, the first of which asks and the last of which hosts. */
export interface Chain {
  readonly asker: Router
  readonly service: PublicKey
  /** Neighbours that somebody cut off: among honest peers nobody is. */
  readonly cutOff: readonly string[]
  readonly close: () => Promise<void>
}

/** Each pair of neighbours is linked by the way named for it. The host turns every byte around. */
export async function startChain(ways: readonly Way[]): Promise<Chain> {
  const cutOff: string[] = []
  const { links, close } = ways.includes('memory') ? memoryLine(ways.length + 1) : await networkLine(ways)
  // Without delays of our own: what is shown here is the path.
  const routers = links.map((link) =>
    createRouter({
      link,
      spread: lazyTree({ link }),
      acceptWeak: true,
      tail: { meanLinks: 0 },
      onLog: (line) => cutOff.push(line),
    }),
  )
  const key = await createKeyPair()
  await routers.at(-1)!.host(key, async function* ({ body }) {
    for await (const piece of body) yield piece.map((byte) => byte ^ 0xff)
  })
  return {
    asker: routers[0]!,
    service: key.publicKey,
    cutOff,
    async close() {
      await Promise.all(routers.map((router) => router.close()))
      await close()
    },
  }
}

function memoryLine(size: number) {
  const network = createMemoryNetwork()
  const peers = Array.from({ length: size }, () => network.add())
  peers.forEach((peer, index) => index > 0 && network.connect(peers[index - 1]!, peer))
  return { links: peers.map(({ link }): Link => link), close: async () => {} }
}

async function networkLine(ways: readonly Way[]) {
  const opened: { close(): Promise<void> }[] = []
  const nodes: Libp2p[] = []
  for (let index = 0; index <= ways.length; index++) {
    const port = await openNodeListener()
    const settings = nodeTransports({ port })
    const listen = [...(settings.addresses?.listen ?? []), '/ip4/127.0.0.1/tcp/0']
    const node = await createLibp2p({ ...settings, addresses: { ...settings.addresses, listen } })
    nodes.push(node)
    opened.unshift({ close: async () => node.stop() }, port)
  }
  const links = await Promise.all(nodes.map((node) => libp2pLink(node)))
  for (const [index, way] of ways.entries()) await nodes[index]!.dial(addressFor(way, nodes[index + 1]!))
  const over = nodes.slice(0, -1).map((node) => node.getConnections().map(({ remoteAddr }) => remoteAddr.toString()))
  over.forEach((addresses, index) => {
    if (!addresses.some((address) => isOf(ways[index]!, address))) throw new Error(`Linked over ${addresses}.`)
  })
  const isEnd = (index: number) => index === 0 || index === ways.length
  await Promise.all(links.map((link, index) => linked(link, isEnd(index) ? 1 : 2)))
  return {
    links,
    async close() {
      for (const link of links) await link.close()
      for (const each of opened) await each.close()
    },
  }
}

/** The router's stream over a connection is opened after it. */
function linked(link: Link, neighbours: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => [...link.neighbours()].length === neighbours && resolve()
    link.onChange(look)
    look()
  })
}

function addressFor(way: Way, node: Libp2p) {
  const address = node.getMultiaddrs().find((each) => isOf(way, each.toString()))
  if (!address) throw new Error(`No ${way} among ${node.getMultiaddrs()}.`)
  return address
}

const isOf = (way: Way, address: string): boolean =>
  way === 'tcp' ? !/\/(ws|http|webrtc)/.test(address) : address.includes(`/${way}`)

export async function* patterned(bytes: number): AsyncGenerator<Uint8Array> {
  const piece = 64 * 1024
  for (let sent = 0; sent < bytes; sent += piece) {
    yield new Uint8Array(Math.min(piece, bytes - sent)).map((_, index) => (sent / piece + index * 7) % 251)
  }
}

/** What the host answers to these bytes, as a hash: and what comes back through a chain. */
export async function digestOf(pieces: AsyncIterable<Uint8Array>, mask = 0): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of pieces) hash.update(mask ? piece.map((byte) => byte ^ mask) : piece)
  return hash.digest('hex')
}
