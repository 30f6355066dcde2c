import { networkInterfaces } from 'node:os'
import { anyAddress, createDiscovery, exchange } from '@hydra/discovery'
import { libp2pCalls, libp2pDialer, libp2pSelf, neighbours } from '@hydra/discovery/libp2p'
import { createPeer } from '@hydra/peer'
import { nodePeer, OutsideI2pError, type NodePeerOptions } from '@hydra/peer/node'
import { nodeTransports, type Preset } from '@hydra/transports'
import { i2pOnly, openI2p } from '@hydra/transports/i2p'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { noise } from '@libp2p/noise'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { expect, it, onTestFinished } from 'vitest'
import { startFakeRouter } from './fake-router.ts'
import { recording } from './recording.ts'

/** A peer that asks for all that it can, and writes down each byte that it is told. */
async function startStranger(preset: Preset) {
  const { encrypter, bytes } = recording(noise())
  const key = await generateKeyPair('Ed25519')
  const node = await createLibp2p({ ...preset, privateKey: key, connectionEncrypters: [encrypter] })
  onTestFinished(() => node.stop())
  const calls = libp2pCalls(node)
  const discovery = createDiscovery({
    self: libp2pSelf(node, key),
    dialer: libp2pDialer(node),
    sources: [neighbours(node), exchange({ calls })],
    addresses: anyAddress(),
    intervalMs: 200,
  })
  onTestFinished(() => discovery.close())
  return { node, heard: bytes }
}

/** A peer that says all that peers say: it shares, posts, claims nothing, hosts, and knows others. */
async function startPeer(options: NodePeerOptions) {
  const peer = await createPeer(nodePeer({ acceptWeak: true, ...options }))
  onTestFinished(() => peer.close())
  await peer.feeds.write({ type: 'profile', nickname: 'Ada' })
  await peer.services.host(async () => new Response('Hello'))
  return peer
}

// What is an address of this machine, as text and as multiaddr and records write it.
function traces(): Buffer[] {
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  const hosts = own.filter(({ family }) => family === 'IPv4').map(({ address }) => address)
  return ['127.0.0.1', ...hosts].flatMap((host) => [
    Buffer.from(host),
    Buffer.from([4, ...host.split('.').map(Number)]),
  ])
}

const found = (heard: Buffer): string[] =>
  traces()
    .filter((trace) => heard.includes(trace))
    .map((trace) => trace.toString('latin1'))

it('tells whoever meets it in I2P no address of its machine, in any protocol', async () => {
  const router = await startFakeRouter()
  onTestFinished(() => router.close())
  const sam = { port: router.port }
  const [mine, its, others] = [await openI2p({ sam }), await openI2p({ sam }), await openI2p({ sam })]
  for (const place of [mine, its, others]) onTestFinished(() => place.close())
  const third = await startPeer({ i2p: others })
  const hidden = await startPeer({ i2p: mine, dial: [others.address] })
  const { node, heard } = await startStranger(i2pOnly(its))
  const connection = await node.dial(multiaddr(mine.address))
  expect(connection.remotePeer.toString()).toBe(hidden.link.node.peerId.toString())
  // It was told of the third by peer exchange, and reached it: all that is told was told.
  await expect
    .poll(() => node.getConnections().map(({ remotePeer }) => remotePeer.toString()), { timeout: 15_000 })
    .toContain(third.link.node.peerId.toString())
  const known = await node.peerStore.get(connection.remotePeer)
  expect(known.addresses.map(({ multiaddr: address }) => address.toString())).toEqual([mine.address])
  expect(hidden.link.node.getMultiaddrs().map(String)).toEqual([`${mine.address}/p2p/${hidden.link.node.peerId}`])
  expect(heard().includes(mine.address.slice(10))).toBe(true)
  expect(found(heard())).toEqual([])
})

it('would have been found out: an ordinary node tells its address in the same way', async () => {
  const open = await startPeer({ dialPrivate: true })
  const { node, heard } = await startStranger(nodeTransports())
  await node.dial(open.link.node.getMultiaddrs())
  await expect.poll(() => found(heard()), { timeout: 10_000 }).not.toEqual([])
})

it('goes nowhere but into I2P, whoever asks it to', async () => {
  const router = await startFakeRouter()
  onTestFinished(() => router.close())
  const place = await openI2p({ sam: { port: router.port } })
  onTestFinished(() => place.close())
  const open = await startPeer({ dialPrivate: true })
  const hidden = await startPeer({ i2p: place })
  const { node } = hidden.link
  const [address] = open.link.node.getMultiaddrs()
  await expect(node.dial(multiaddr(String(address)))).rejects.toThrow()
  await expect(node.dial(multiaddr('/dnsaddr/bootstrap.example'))).rejects.toThrow()
  await node.peerStore.merge(open.link.node.peerId, { multiaddrs: [multiaddr(String(address))] })
  expect((await node.peerStore.get(open.link.node.peerId)).addresses).toEqual([])
  const dial = [String(address)]
  await expect(createPeer(nodePeer({ i2p: place, dial }))).rejects.toThrow(OutsideI2pError)
  await expect(createPeer(nodePeer({ i2p: place, hosts: ['0.0.0.0'] }))).rejects.toThrow('Listening on 0.0.0.0')
})
