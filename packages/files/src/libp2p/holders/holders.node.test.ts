import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { CID } from 'multiformats/cid'
import { expect, it, onTestFinished } from 'vitest'
import { createFiles } from '../../create-files.ts'
import { memoryBlocks } from '../../memory-blocks.ts'
import { libp2pSwarm } from '../libp2p-swarm.ts'
import { libp2pHolders } from './holders.ts'

async function createPeer() {
  const node = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    streamMuxers: [yamux()],
    connectionEncrypters: [noise()],
    services: { identify: identify() },
  })
  const blocks = memoryBlocks()
  const routing = await libp2pHolders(node)
  const swarm = await libp2pSwarm(node, { blocks, routing })
  const files = await createFiles({ blocks, sources: [swarm] })
  onTestFinished(async () => {
    for (const part of [files, swarm, routing]) await part.close()
    await node.stop()
  })
  return { node, files, routing }
}

it('finds a holder that it is not connected to by the node that both know', async () => {
  const [alice, node, bob] = [await createPeer(), await createPeer(), await createPeer()]
  const cid = await alice.files.add(new TextEncoder().encode('hello'))
  const other = await alice.files.add(new TextEncoder().encode('later'))
  // Told when they meet, and as soon as there is something to tell.
  await alice.files.provide(cid)
  await alice.node.dial(node.node.getMultiaddrs())
  await bob.node.dial(node.node.getMultiaddrs())
  const read = async (path: string) => new TextDecoder().decode(await bob.files.get(path))
  await expect.poll(() => read(cid).catch(() => ''), { timeout: 10_000 }).toBe('hello')
  await alice.files.provide(other)
  expect(bob.node.getPeers().map(String)).toContain(alice.node.peerId.toString())
  expect(await read(other)).toBe('later')
})

it('is told nothing of what was withdrawn, nor of who left', async () => {
  const [alice, node, bob] = [await createPeer(), await createPeer(), await createPeer()]
  await alice.node.dial(node.node.getMultiaddrs())
  await bob.node.dial(node.node.getMultiaddrs())
  const [kept, gone] = [await alice.files.add(Uint8Array.of(1)), await alice.files.add(Uint8Array.of(2))]
  await alice.files.provide(kept)
  await alice.files.provide(gone)
  await alice.files.withdraw(gone)
  await expect(bob.files.get(gone)).rejects.toMatchObject({ name: 'MissingBlockError' })
  await alice.node.hangUp(node.node.peerId)
  await expect(bob.files.get(kept)).rejects.toMatchObject({ name: 'MissingBlockError' })
})

it('knows of two alone that the other holds a file, and no longer when it does not', async () => {
  const [alice, bob] = [await createPeer(), await createPeer()]
  const cid = await alice.files.add(Uint8Array.of(3))
  await bob.node.dial(alice.node.getMultiaddrs())
  const holders = async () => {
    const found: string[] = []
    for await (const { id } of bob.routing.findProviders(CID.parse(cid))) found.push(id.toString())
    return found
  }
  expect(await holders()).toEqual([])
  await alice.files.provide(cid)
  await expect.poll(holders).toEqual([alice.node.peerId.toString()])
  await alice.files.withdraw(cid)
  await expect.poll(holders).toEqual([])
})
