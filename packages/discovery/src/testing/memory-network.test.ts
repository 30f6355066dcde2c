import { testCalls, testDialer } from './dialer-suite.ts'
import { createMemoryNetwork } from './memory-network.ts'
import { virtualClock } from './virtual-clock.ts'

async function pair() {
  const network = createMemoryNetwork(virtualClock())
  const alice = network.join('alice', '/memory/alice')
  const bob = { ...network.join('bob', '/memory/bob'), peerId: 'bob', addresses: ['/memory/bob'] }
  return { alice, bob, nowhere: ['/memory/nowhere'] }
}

testDialer('memory', pair)
testCalls('memory', pair)
