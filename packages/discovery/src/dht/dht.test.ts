import type { KadDHT } from '@libp2p/kad-dht'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { expect, it } from 'vitest'
import { createMemoryNetwork } from '../testing/memory-network.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { testSource } from '../testing/source-suite.ts'
import { type TestPeer, testPeer } from '../testing/test-peer.ts'
import { virtualClock } from '../testing/virtual-clock.ts'
import { dht } from './dht.ts'
import * as contract from './index.ts'
import { lookup, serveLookup } from './lookup.ts'
import { encodeLookup, LOOKUP_PROTOCOL } from './lookup-message.ts'

it('exports what it promises, and nothing else', () => {
  expect(Object.keys(contract).sort()).toEqual(['dht', 'kad', 'lookup', 'serveLookup'])
})

/** Stands in for a table: says who provides, as kad-dht says it, and fails as it fails. */
function createTable() {
  const present: TestPeer[] = []
  const table = {
    walks: 0,
    async *findProviders() {
      table.walks++
      if (present.length === 0) throw new Error('No peers in the routing table.')
      const providers = present.map(({ peerId, address }) => ({
        id: peerIdFromString(peerId),
        multiaddrs: [multiaddr(address)],
      }))
      yield { name: 'PROVIDER', providers }
    },
    async *provide() {
      yield* []
    },
  }
  const appear = async (): Promise<TestPeer> => {
    const peer = await testPeer(present.length + 1)
    present.push(peer)
    return peer
  }
  return { table, service: table as unknown as KadDHT, appear }
}

testSource('DHT', async () => {
  const { service, appear } = createTable()
  const clock = virtualClock()
  const source = dht({ dht: service, topic: 'test', clock, random: seededRandom(1) })
  return { source, appear, pass: () => clock.advance(30_000) }
})

async function asked() {
  const clock = virtualClock()
  const network = createMemoryNetwork(clock)
  const [node, tab] = [network.join('node', '/memory/node'), network.join('tab', '/memory/tab')]
  await tab.dialer.dial('node', ['/memory/node'], { signal: new AbortController().signal })
  const { table, service, appear } = createTable()
  await serveLookup({ calls: node.calls, dht: service, clock })
  return { clock, table, tab, appear }
}

testSource('DHT through a neighbour', async () => {
  const { clock, tab, appear } = await asked()
  const source = lookup({ calls: tab.calls, topic: 'test', clock, random: seededRandom(1) })
  return { source, appear, pass: () => clock.advance(60_000) }
})

it('walks for a neighbour only so often', async () => {
  const { table, tab, appear } = await asked()
  await appear()
  const question = encodeLookup(new Uint8Array(32))
  const ask = () => tab.calls.ask('node', LOOKUP_PROTOCOL, question, { signal: new AbortController().signal })
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, ask))
  expect(table.walks).toBeLessThanOrEqual(4)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(table.walks)
})
