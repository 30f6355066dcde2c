import { kad } from '@hydra/discovery/dht'
import { createFiles, memoryBlocks } from '@hydra/files'
import { libp2pSwarm } from '@hydra/files/libp2p'
import { nodeTransports } from '@hydra/transports'
import { createLibp2p } from 'libp2p'
import { expect, it, onTestFinished } from 'vitest'

async function startNode({ clientMode }: { clientMode: boolean }) {
  const preset = nodeTransports({ listen: ['/ip4/127.0.0.1/tcp/0'] })
  const dht = kad({ clientMode, privateAddresses: true })
  const node = await createLibp2p({ ...preset, services: { ...preset.services, dht } })
  onTestFinished(() => node.stop())
  return node
}

/** A peer that finds others by the DHT, or by nothing but whom it is connected to. */
async function startPeer({ routed }: { routed: boolean }) {
  // As a client: a table of ten would know it, and connect everybody with everybody.
  const node = await startNode({ clientMode: true })
  const blocks = memoryBlocks()
  const swarm = await libp2pSwarm(node, { blocks, ...(routed && { routing: node.contentRouting }) })
  const files = await createFiles({ blocks, sources: [swarm] })
  onTestFinished(() => files.close())
  return { node, files }
}

it('finds by a DHT of ten nodes who provides a file, and without it finds nobody', async () => {
  const crowd = await Promise.all(Array.from({ length: 10 }, () => startNode({ clientMode: false })))
  const [first] = crowd
  const [author, reader, lonely] = [
    await startPeer({ routed: true }),
    await startPeer({ routed: true }),
    await startPeer({ routed: false }),
  ]
  const nodes = [...crowd.slice(1), author.node, reader.node, lonely.node]
  for (const node of nodes) await node.dial(first?.getMultiaddrs() ?? [])
  const bytes = crypto.getRandomValues(new Uint8Array(50_000))
  const cid = await author.files.add(bytes)
  await author.files.provide(cid)
  const knows = () => reader.node.getPeers().some((peer) => peer.equals(author.node.peerId))
  expect(knows()).toBe(false)
  const signal = () => AbortSignal.timeout(30_000)
  expect(await reader.files.get(cid, { signal: signal() })).toEqual(bytes)
  expect(knows()).toBe(true)
  await expect(lonely.files.get(cid, { signal: signal() })).rejects.toMatchObject({ name: 'MissingBlockError' })
})
