import { generateKeyPair } from '@libp2p/crypto/keys'
import { identify } from '@libp2p/identify'
import { KEEP_ALIVE } from '@libp2p/interface'
import { noise } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { describe, expect, it, onTestFinished } from 'vitest'
import { verifyRecord } from '../signed-record.ts'
import { testCalls, testDialer } from '../testing/dialer-suite.ts'
import { testSource } from '../testing/source-suite.ts'
import * as contract from './index.ts'
import { libp2pCalls } from './libp2p-calls.ts'
import { libp2pDialer } from './libp2p-dialer.ts'
import { libp2pSelf } from './libp2p-self.ts'
import { neighbours } from './neighbours.ts'

async function startNode() {
  const privateKey = await generateKeyPair('Ed25519')
  const node = await createLibp2p({
    privateKey,
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify() },
  })
  const addresses = node.getMultiaddrs().map((address) => address.decapsulate('/p2p').toString())
  return {
    node,
    privateKey,
    peerId: node.peerId.toString(),
    addresses,
    dialer: libp2pDialer(node),
    calls: libp2pCalls(node),
  }
}

async function pair() {
  const [alice, bob] = [await startNode(), await startNode()]
  onTestFinished(async () => void (await Promise.all([alice.node.stop(), bob.node.stop()])))
  return { alice, bob, nowhere: ['/ip4/127.0.0.1/tcp/1'] }
}

it('exports what it promises, and nothing else', () => {
  expect(Object.keys(contract).sort()).toEqual(['libp2pCalls', 'libp2pDialer', 'libp2pSelf', 'neighbours'])
})

testDialer('libp2p', pair)
testCalls('libp2p', pair)

testSource('neighbours', async () => {
  const alice = await startNode()
  const others: Awaited<ReturnType<typeof startNode>>[] = []
  return {
    source: neighbours(alice.node),
    async appear() {
      const other = await startNode()
      others.push(other)
      await other.dialer.dial(alice.peerId, alice.addresses, { signal: new AbortController().signal })
      return other
    },
    close: async () => void (await Promise.all([alice, ...others].map(async ({ node }) => node.stop()))),
  }
})

describe('a libp2p node', () => {
  it('signs where it is with its own key', async () => {
    const { alice } = await pair()
    const self = libp2pSelf(alice.node, alice.privateKey)
    const record = await self.sign(self.addresses(), 3n)
    expect(await verifyRecord(record)).toEqual({ peerId: alice.peerId, addresses: self.addresses(), sequence: 3n })
  })

  it('does not hang up on a peer that something else keeps, such as its relay', async () => {
    const { alice, bob } = await pair()
    await alice.dialer.dial(bob.peerId, bob.addresses, { signal: new AbortController().signal })
    await alice.node.peerStore.merge(bob.node.peerId, { tags: { [`${KEEP_ALIVE}-circuit-relay`]: { value: 1 } } })
    await alice.dialer.hangUp(bob.peerId)
    expect(alice.node.getPeers()).toHaveLength(1)
  })

  it('is not connected to somebody else at the same address', async () => {
    const { alice, bob } = await pair()
    const other = await startNode()
    onTestFinished(() => other.node.stop())
    await expect(
      alice.dialer.dial(other.peerId, bob.addresses, { signal: new AbortController().signal }),
    ).rejects.toThrow()
  })

  it('refuses a question that is larger than any real one', async () => {
    const { alice, bob } = await pair()
    const signal = new AbortController().signal
    await alice.dialer.dial(bob.peerId, bob.addresses, { signal })
    let asked = 0
    await bob.calls.answer('/hydra/discovery/test/1.0.0', async () => (asked++, Uint8Array.of(1)))
    await expect(
      alice.calls.ask(bob.peerId, '/hydra/discovery/test/1.0.0', new Uint8Array(1_000_000), { signal }),
    ).rejects.toThrow()
    expect(asked).toBe(0)
  })
})
