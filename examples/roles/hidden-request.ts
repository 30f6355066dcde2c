// A hidden request: the asker gets an answer, and hardly anybody learns who asked. The spies are those of flooding.ts.
import assert from 'node:assert/strict'
import { createKeyPair } from '@hydra/identity'
import { createRouter, lazyTree } from '@hydra/router'
import { createNetwork, type Sighting, watchFrames } from '@hydra/router/simulator'

// The same hundred peers. Each runs the router as it is shipped; only time is virtual.
const network = createNetwork(100, { degree: 8, seed: 1 })
const isSpy = (index: number) => index % 10 === 9
const routers = network.peers.map((peer) => createRouter({ ...peer, spread: lazyTree(peer) }))

// The first hosts a service under a key. Its announcement walks some peers before it is spread: it does not say where.
const [host] = routers
assert(host)
const key = await createKeyPair()
await network.clock.complete(host.host(key, ({ body }) => body))
await network.clock.run(60_000)

/** Lets a peer ask, and returns which links its question crossed, in order. */
async function ask(asker: number): Promise<Sighting[]> {
  const router = routers[asker] ?? assert.fail()
  const seen: Sighting[] = []
  const stop = watchFrames(network, (sighting) => sighting.frame.kind === 'open' && seen.push(sighting))
  // Sealed to the key: whoever carries it can neither read nor change it, and the answer comes back by the same way.
  const question = new TextEncoder().encode(`Who has the recipe? asks ${asker}.`)
  const { body } = await network.clock.complete(router.request(key.publicKey, question))
  for await (const piece of body) assert.deepEqual(new Uint8Array(piece), question)
  stop()
  return seen
}

// One look at everything. It leaves by one fixed neighbour, walks, and follows the trail of the announcement.
const path = await ask(5)
console.log(`A question went ${[...path.map(({ from }) => from), path.at(-1)?.to].join(' → ')}.`)
assert.equal(path[0]?.from, 5)
assert.equal(path.at(-1)?.to, 0)
assert(path.length > 3) // so no link has both of its ends

// The spies see only what is handed to them, and accuse as they did before.
const askers = [...routers.keys()].filter((index) => index !== 0 && !isSpy(index))
let caught = 0
for (const asker of askers) {
  const first = (await ask(asker)).find(({ to }) => isSpy(to))
  if (first?.from === asker) caught++
}
console.log(`${caught} of ${askers.length} askers were named rightly: those whose first neighbour is a spy.`)
assert(caught < askers.length / 5)
for (const router of routers) await router.close()
