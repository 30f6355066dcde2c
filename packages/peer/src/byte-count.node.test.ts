import { expect, it, onTestFinished } from 'vitest'
import { createPeer } from './create-peer.ts'
import { nodePeer, type NodeLink } from './node-peer.ts'
import type { Peer } from './parts.ts'

async function start(dial: readonly string[] = []): Promise<Peer<NodeLink>> {
  const peer = await createPeer(nodePeer({ dial, acceptWeak: true }))
  onTestFinished(() => peer.close())
  return peer
}

it('counts what goes over a connection at both of its ends, says who holds a file, and how far a neighbour is', async () => {
  const alice = await start()
  const bob = await start([String(alice.link.node.getMultiaddrs().find((at) => String(at).includes('/ws')))])
  const bytes = crypto.getRandomValues(new Uint8Array(60_000))
  const cid = await alice.files.add(bytes)
  await alice.files.provide(cid)
  const before = { alice: alice.explain().link.traffic, bob: bob.explain().link.traffic }
  expect(await bob.files.get(cid)).toEqual(bytes)
  const [sent, received] = [alice.explain().link.traffic?.sentBytes, bob.explain().link.traffic?.receivedBytes]
  expect((sent ?? 0) - (before.alice?.sentBytes ?? 0)).toBeGreaterThanOrEqual(60_000)
  expect((received ?? 0) - (before.bob?.receivedBytes ?? 0)).toBeGreaterThanOrEqual(60_000)
  expect((received ?? 0) - (before.bob?.receivedBytes ?? 0)).toBeLessThan(120_000)
  const holders = async () => {
    const found: string[] = []
    for await (const holder of bob.files.holders?.(cid) ?? []) found.push(holder)
    return found
  }
  await expect.poll(holders, { timeout: 15_000 }).toEqual([alice.link.node.peerId.toString()])
  const roundTrip = () => bob.explain().link.connections?.[0]?.roundTripMs
  await expect.poll(roundTrip, { timeout: 15_000 }).toBeGreaterThanOrEqual(0)
})
