// Gossip: one peer says something, and everyone hears it once, though each knows but a few others.
import assert from 'node:assert/strict'
import { lazyTree } from '@hydra/router'
import { createNetwork } from '@hydra/router/simulator'

// A hundred peers on a virtual clock: the code that runs on real links, and a minute of it takes a second.
const network = createNetwork(100, { degree: 4, seed: 1 })
const spreads = network.peers.map((peer) => lazyTree(peer))
const heard = spreads.map((): string[] => [])
for (const [index, spread] of spreads.entries()) {
  // Each judges a message before it passes it on: what is refused here, nobody hears from this peer.
  spread.join('news', (bytes) => (bytes.length <= 2_000 ? 'accept' : 'reject'))
  spread.onCopy(({ first, bytes }) => first && heard[index]?.push(new TextDecoder().decode(bytes)))
}

/** Publishes, waits until it is round, and counts what that cost, in copies of the message. */
async function say(text: string): Promise<number> {
  const sent = () => network.peers.reduce((sum, { counters }) => sum + counters.bytesSent, 0)
  const before = sent()
  await spreads[0]?.publish('news', new TextEncoder().encode(text))
  await network.clock.run(20_000)
  return (sent() - before) / text.length
}

const page = 'All the news of the day. '.repeat(60)
// At first nobody knows the way, and it floods: all tell all. Where it came a second time, the tree loses a link.
const flooded = await say(`${page} Monday`)
for (const day of ['Tuesday', 'Wednesday', 'Thursday']) await say(`${page} ${day}`)
const grown = await say(`${page} Friday`)
console.log(`Copies sent among 100 peers: ${flooded.toFixed(0)} the first time, ${grown.toFixed(0)} along the tree.`)
assert(flooded > 200)
assert(grown < 150)

// A tenth of them vanish. The other links carry only ids, and by those whoever missed a message asks for it.
for (let index = 10; index < 100; index += 10) network.setOnline(index, false)
await say(`${page} Saturday`)
const isHere = (index: number) => index === 0 || index % 10 !== 0
for (const [index, texts] of heard.entries()) assert.equal(texts.length, index === 0 ? 0 : isHere(index) ? 6 : 5)
console.log('Nine left, and the others still heard every message once.')
for (const spread of spreads) await spread.close()
