import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createPeer } from './create-peer.ts'
import { nodePeer, type NodeLink, type NodePeerOptions } from './node-peer.ts'
import type { Peer } from './parts.ts'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'peer-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

async function start(options: NodePeerOptions = {}): Promise<Peer<NodeLink>> {
  const peer = await createPeer(nodePeer(options))
  onTestFinished(() => peer.close())
  return peer
}

const addressOf = (peer: Peer<NodeLink>) =>
  String(peer.link.node.getMultiaddrs().find((at) => String(at).includes('/ws')))

it('is the same peer with the same belongings after it was started again', async () => {
  const dataDir = await folder()
  const first = await start({ dataDir })
  const cid = await first.files.add(new TextEncoder().encode('kept'))
  const { id } = await first.feeds.write({ type: 'post', text: 'kept', media: [] })
  const { author } = first.identity
  const peerId = first.link.node.peerId.toString()
  await expect(start({ dataDir })).rejects.toMatchObject({ name: 'StoreLockedError' })
  await first.close()
  const again = await start({ dataDir })
  expect(again.identity.author.publicKey).toBe(author.publicKey)
  expect(again.link.node.peerId.toString()).toBe(peerId)
  expect(new TextDecoder().decode(await again.files.get(cid, { local: true }))).toBe('kept')
  expect(await again.feeds.get(id)).toMatchObject({ body: { text: 'kept' } })
  expect(await (await fetch(`${again.link.port.url}/files/${cid}`)).text()).toBe('kept')
})

it('reads what a peer that it knows by its address says, old posts and new', async () => {
  const alice = await start()
  await alice.feeds.write({ type: 'post', text: 'before', media: [] })
  const bob = await start({ dial: [addressOf(alice)] })
  const heard: unknown[] = []
  bob.feeds.onEntry(({ body }) => heard.push(body))
  await bob.feeds.circle.followed.add(alice.identity.author.publicKey)
  await expect.poll(() => heard, { timeout: 15_000 }).toMatchObject([{ text: 'before' }])
  expect(bob.explain().link).toMatchObject({
    peerId: bob.link.node.peerId.toString(),
    connections: [{ over: 'websocket', relayed: false, outbound: true }],
    discovery: { peers: [{ sources: ['static'], state: 'connected' }] },
  })
})

it('is usable offline at once, goes on looking, and says what it tried', async () => {
  const closed = await createPeer(nodePeer())
  const address = addressOf(closed)
  await closed.close()
  const peer = await start({ dial: [address, address.replace(/\/p2p\/.*/, '')] })
  await peer.feeds.write({ type: 'post', text: 'nobody is there', media: [] })
  await expect.poll(() => peer.explain().link.discovery?.peers).toMatchObject([{ state: 'unreachable' }])
  await expect(start({ dial: ['nonsense'] })).rejects.toMatchObject({ name: 'InvalidAddressError' })
})

it('reads a file from a peer that only a node of both knows, and from the node once that one is gone', async () => {
  const node = await start({ dialPrivate: true })
  const [alice, bob] = [
    await start({ dial: [addressOf(node)] }),
    await start({ dial: [addressOf(node)], dialPrivate: true }),
  ]
  const cid = await alice.files.add(new TextEncoder().encode('a whale'))
  await alice.files.provide(cid)
  expect(new TextDecoder().decode(await bob.files.get(cid))).toBe('a whale')
  expect(bob.link.node.getPeers().map(String)).toContain(alice.link.node.peerId.toString())
  await node.files.pin(cid)
  await alice.close()
  const late = await start({ dial: [addressOf(node)] })
  expect(new TextDecoder().decode(await late.files.get(cid))).toBe('a whale')
})
