import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p } from 'libp2p'
import { afterEach, describe, expect, it } from 'vitest'
import { createRecordSet } from '../create-record-set.ts'
import type { Meeting } from '../meeting/meetings.ts'
import { memoryStore } from '../memory-store.ts'
import type { RecordSet } from '../record-set.ts'
import { sampleRecord, validateSample } from '../testing/index.ts'
import { libp2pRecords } from './libp2p-records.ts'

const nodes: Libp2p[] = []

async function createNode(): Promise<Libp2p> {
  const addresses = { listen: ['/ip4/127.0.0.1/tcp/0'] }
  const node = await createLibp2p({
    addresses,
    transports: [tcp()],
    streamMuxers: [yamux()],
    connectionEncrypters: [noise()],
  })
  nodes.push(node)
  return node
}

async function setOf(kind: string, from: number, to: number): Promise<RecordSet> {
  const set = await createRecordSet({ kind, validate: validateSample, store: memoryStore() })
  await set.addAll(Array.from({ length: to - from }, (_, i) => sampleRecord(from + i, 'x'.repeat(500))))
  return set
}

describe('records over libp2p', () => {
  afterEach(async () => {
    for (const node of nodes.splice(0)) await node.stop()
  })

  it('brings several sets together over one connection, and refuses kinds that the other does not know', async () => {
    const [a, b] = [await createNode(), await createNode()]
    const [posts, names, strange] = [
      await setOf('posts', 0, 3),
      await setOf('names', 0, 3_000),
      await setOf('strange', 0, 1),
    ]
    const theirs = { posts: await setOf('posts', 2, 9), names: await setOf('names', 2_500, 9_000) }
    const records = await libp2pRecords(a, [posts, names, strange], { everyMs: Number.POSITIVE_INFINITY })
    const answering = await libp2pRecords(b, Object.values(theirs))
    await a.dial(b.getMultiaddrs())
    const peer = b.peerId
    const results = await Promise.allSettled([posts, names, strange].map((set) => records.sync(peer, set)))
    expect(results[0]).toMatchObject({ value: { received: 6, sent: 2 } })
    expect(results[1]).toMatchObject({ value: { received: 6_000, sent: 2_500 } })
    expect(results[2]).toMatchObject({ reason: { name: 'UnknownKindError' } })
    expect([theirs.posts.size, theirs.names.size]).toEqual([9, 9_000])
    expect(a.getConnections()).toHaveLength(1)
    await answering.close()
    await expect(records.sync(peer, posts)).rejects.toThrow()
    await records.close()
  })

  it('keeps sets in step with every peer that connects, without being asked', async () => {
    const [a, b] = [await createNode(), await createNode()]
    const [here, there] = [await setOf('posts', 0, 300), await setOf('posts', 200, 500)]
    const met = new Promise<void>((resolve) => {
      const onMeeting = ({ type }: Meeting) => type === 'ended' && resolve()
      void libp2pRecords(a, [here], { onMeeting })
    })
    await libp2pRecords(b, [there])
    await a.dial(b.getMultiaddrs())
    await met
    expect([here.size, there.size]).toEqual([500, 500])
  })
})
