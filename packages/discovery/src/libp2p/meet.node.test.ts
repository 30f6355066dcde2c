import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { identify } from '@libp2p/identify'
import type { PrivateKey } from '@libp2p/interface'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { decode, encode, type TxtAnswer } from 'dns-packet'
import { createLibp2p } from 'libp2p'
import { describe, expect, it, onTestFinished } from 'vitest'
import { anyAddress } from '../address-policy.ts'
import type { Discovery } from '../discovery.ts'
import { createDiscovery } from '../discovery.ts'
import { dht } from '../dht/dht.ts'
import { kad } from '../dht/kad.ts'
import { lookup, serveLookup } from '../dht/lookup.ts'
import { dns } from '../dns.ts'
import { exchange, serveExchange } from '../exchange.ts'
import { createListeners } from '../listeners.ts'
import { mdns } from '../mdns/mdns.ts'
import { nodeResolver } from '../node/node-resolver.ts'
import { room } from '../room.ts'
import type { Candidate, DiscoverySource } from '../source.ts'
import { staticList } from '../static-list.ts'
import { overCalls, overHttp, serveTracker } from '../tracker/ask.ts'
import { trackerHandler } from '../tracker/handler.ts'
import { tracker } from '../tracker/source.ts'
import { createTracker } from '../tracker/tracker.ts'
import { libp2pCalls } from './libp2p-calls.ts'
import { libp2pDialer } from './libp2p-dialer.ts'
import { libp2pSelf } from './libp2p-self.ts'
import { neighbours } from './neighbours.ts'

const addresses = anyAddress()

async function createNode(privateKey: PrivateKey) {
  const node = await createLibp2p({
    privateKey,
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify(), ping: ping(), dht: kad({ privateAddresses: true, clientMode: false }) },
  })
  onTestFinished(() => node.stop())
  return node
}

async function start(sourcesOf: (peer: Bare) => readonly DiscoverySource[]) {
  const bare = await createBare()
  const { node, key, calls } = bare
  const sources = sourcesOf(bare)
  const self = libp2pSelf(node, key)
  const discovery = createDiscovery({ self, dialer: libp2pDialer(node), sources, addresses, intervalMs: 500 })
  onTestFinished(() => discovery.close())
  await serveExchange({ calls, sample: discovery.sample })
  return { ...bare, discovery }
}

type Bare = Awaited<ReturnType<typeof createBare>>

async function createBare() {
  const key = await generateKeyPair('Ed25519')
  const node = await createNode(key)
  const listens = node.getMultiaddrs().map((address) => address.toString())
  return { key, node, id: node.peerId.toString(), listens, calls: libp2pCalls(node) }
}

const isConnected = (from: Bare, to: Bare): boolean => from.node.getPeers().some((id) => id.equals(to.node.peerId))
const until = (condition: () => boolean) => expect.poll(condition, { timeout: 15_000, interval: 20 }).toBe(true)
const finders = (discovery: Discovery, peer: Bare) =>
  discovery.explain().peers.find(({ peerId }) => peerId === peer.id)?.sources

describe('two Node peers on one machine meet', () => {
  it('by a static list', async () => {
    const bob = await start(() => [])
    const alice = await start(() => [staticList(bob.listens)])
    await until(() => isConnected(alice, bob))
    expect(finders(alice.discovery, bob)).toEqual(['static'])
  })

  it('by DNS, from a server on this machine', async () => {
    const bob = await start(() => [])
    const server = await startDns({
      '_dnsaddr.peers.example': ['dnsaddr=/dnsaddr/far.example'],
      '_dnsaddr.far.example': bob.listens.map((a) => `dnsaddr=${a}`),
    })
    const resolver = nodeResolver({ servers: [server] })
    const alice = await start(() => [dns({ domains: ['peers.example'], resolver })])
    await until(() => isConnected(alice, bob))
    expect(finders(alice.discovery, bob)).toEqual(['dns'])
  })

  it('by multicast DNS, over the loopback interface', async () => {
    const local = (): DiscoverySource =>
      mdns({ interface: '127.0.0.1', port: 5399, serviceTag: '_hydra-test._udp.local', intervalMs: 500 })
    const bob = await start(() => [local()])
    const alice = await start(() => [local()])
    await until(() => isConnected(alice, bob))
    await until(() => finders(alice.discovery, bob)?.includes('mdns') === true)
  })

  it('by a tracker over HTTP', async () => {
    const url = await startHttp(trackerHandler(createTracker({ addresses })))
    const source = (): DiscoverySource => tracker({ topic: 'test', ask: overHttp(url), minIntervalMs: 200 })
    const bob = await start(() => [source()])
    await until(() => bob.discovery.explain().sources[0]?.announced === true)
    const alice = await start(() => [source()])
    await until(() => isConnected(alice, bob))
    await until(() => finders(alice.discovery, bob)?.includes('tracker') === true)
  })

  it('by a tracker over a connection to a node that both have', async () => {
    const node = await start(() => [])
    await serveTracker(node.calls, createTracker({ addresses }))
    const join = ({ calls }: Bare) => [
      staticList(node.listens),
      tracker({ topic: 'test', ask: overCalls(calls), minIntervalMs: 200 }),
    ]
    const [alice, bob] = [await start(join), await start(join)]
    await until(() => isConnected(alice, bob))
    expect(
      finders(isOutbound(alice, bob) ? alice.discovery : bob.discovery, isOutbound(alice, bob) ? bob : alice),
    ).toContain('tracker')
  })

  it('by exchange with a neighbour of both', async () => {
    const hub = await start(({ node }) => [neighbours(node)])
    const join = ({ calls }: Bare) => [staticList(hub.listens), exchange({ calls, intervalMs: 300 })]
    const [alice, bob] = [await start(join), await start(join)]
    await until(() => isConnected(alice, bob))
    expect(
      finders(isOutbound(alice, bob) ? alice.discovery : bob.discovery, isOutbound(alice, bob) ? bob : alice),
    ).toContain('exchange')
  })

  it('by the DHT, through a table that neither keeps alone', async () => {
    const hub = await start(() => [])
    const join = ({ node }: Bare) => [
      staticList(hub.listens),
      dht({ dht: node.services.dht, topic: 'test', intervalMs: 500 }),
    ]
    const [alice, bob] = [await start(join), await start(join)]
    await until(() => isConnected(alice, bob))
    await until(() => [finders(alice.discovery, bob), finders(bob.discovery, alice)].flat().includes('dht'))
  })

  it('by the DHT, with a node that looks up for a peer that cannot', async () => {
    const hub = await start(() => [])
    await serveLookup({ calls: hub.calls, dht: hub.node.services.dht })
    const bob = await start(({ node }) => [
      staticList(hub.listens),
      dht({ dht: node.services.dht, topic: 'test', intervalMs: 500 }),
    ])
    const alice = await start(({ calls }) => [
      staticList(hub.listens),
      lookup({ calls, topic: 'test', intervalMs: 500 }),
    ])
    await until(() => finders(alice.discovery, bob)?.includes('dht-lookup') === true)
    await until(() => isConnected(alice, bob))
  })

  it('by a room', async () => {
    const present = new Map<string, Candidate>()
    const listeners = createListeners()
    const enter = ({ id, listens }: Bare): DiscoverySource => {
      present.set(id, { peerId: id, addresses: listens })
      listeners.call()
      return room({ peers: () => present.values(), onChange: listeners.add })
    }
    const bob = await start((peer) => [enter(peer)])
    const alice = await start((peer) => [enter(peer)])
    await until(() => isConnected(alice, bob))
    expect(finders(alice.discovery, bob)).toContain('room')
  })

  it('and by none, do not', async () => {
    const [alice, bob] = [await start(() => []), await start(() => [])]
    const changed = new Promise<void>((resolve) => alice.discovery.onChange(resolve))
    await changed
    expect(isConnected(alice, bob)).toBe(false)
  })
})

describe('peers that met by a tracker', () => {
  it('keep their mesh, and let newcomers in, after it died', async () => {
    const site = await startHttpServer(trackerHandler(createTracker({ addresses })))
    const join = ({ node, calls }: Bare) => [
      tracker({ topic: 'test', ask: overHttp(site.url), minIntervalMs: 200 }),
      exchange({ calls, intervalMs: 300 }),
      neighbours(node),
    ]
    const peers = [await start(join), await start(join), await start(join)] as const
    await until(() => peers.every((peer) => peer.node.getPeers().length === 2))
    await site.close()
    const newcomer = await start((peer) => [...join(peer), staticList(peers[0].listens)])
    await until(() => peers.every((peer) => isConnected(newcomer, peer)))
    await peers[0].node.stop()
    await until(() => newcomer.node.getPeers().length === 2 && isConnected(peers[1], peers[2]))
    await until(() =>
      newcomer.discovery.explain().sources.some(({ name, state }) => name === 'tracker' && state === 'failed'),
    )
  })
})

function isOutbound(from: Bare, to: Bare): boolean {
  return from.node.getConnections(to.node.peerId).some(({ direction }) => direction === 'outbound')
}

async function startDns(zone: Record<string, string[]>): Promise<string> {
  const socket: Socket = createSocket('udp4')
  socket.on('message', (message, sender) => {
    const question = decode(message)
    const name = question.questions?.[0]?.name ?? ''
    const answers = (zone[name] ?? []).map((data): TxtAnswer => ({ type: 'TXT', name, ttl: 1, data }))
    socket.send(encode({ ...question, type: 'response', answers }), sender.port, sender.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(() => void socket.close())
  return `127.0.0.1:${socket.address().port}`
}

type Handler = (request: Request) => Promise<Response>

async function startHttp(handle: Handler): Promise<string> {
  return (await startHttpServer(handle)).url
}

async function startHttpServer(handle: Handler): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = new Uint8Array(Buffer.concat(chunks))
      const asked = new Request('http://127.0.0.1/tracker', { method: request.method ?? 'GET', body })
      void handle(asked).then(async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers))
        response.end(new Uint8Array(await answer.arrayBuffer()))
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(close)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tracker`, close }
}
