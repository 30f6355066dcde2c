import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p } from 'libp2p'
import { expect, it } from 'vitest'
import { testNeighbourhood } from '../testing/test-neighbourhood.ts'
import { libp2pNeighbourhood } from './libp2p-neighbourhood.ts'

function createNode(): Promise<Libp2p> {
  return createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    streamMuxers: [yamux()],
    connectionEncrypters: [noise()],
  })
}

testNeighbourhood('libp2p', async () => {
  const [a, b] = [await createNode(), await createNode()]
  const [one, other] = [await libp2pNeighbourhood(a), await libp2pNeighbourhood(b)]
  return {
    one: { id: a.peerId.toString(), neighbourhood: one },
    other: { id: b.peerId.toString(), neighbourhood: other },
    connect: async () => void (await a.dial(b.getMultiaddrs())),
    disconnect: () => a.hangUp(b.peerId),
    async close() {
      await Promise.all([one.close(), other.close()])
      await Promise.all([a.stop(), b.stop()])
    },
  }
})

it('takes a peer that speaks no such protocol for no neighbour, until that peer asks', async () => {
  const [a, b] = [await createNode(), await createNode()]
  const one = await libp2pNeighbourhood(a)
  await a.dial(b.getMultiaddrs())
  const signal = AbortSignal.timeout(10_000)
  const name = b.peerId.toString()
  expect([...one.neighbours()]).toMatchObject([{ id: name }])
  await expect(one.open(name, { signal })).rejects.toMatchObject({ name: 'UnsupportedProtocolError' })
  expect([...one.neighbours()]).toEqual([])
  const other = await libp2pNeighbourhood(b)
  const asked = new Promise<void>((resolve) => void one.onStream(() => resolve()))
  await (await other.open(a.peerId.toString(), { signal })).write(Uint8Array.of(1))
  await asked
  expect([...one.neighbours()]).toMatchObject([{ id: name }])
  await Promise.all([a.stop(), b.stop()])
})
