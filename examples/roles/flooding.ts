// Does a crowd hide who spoke? Everyone shouts on what is new to them. A tenth are spies, who compare notes.
import assert from 'node:assert/strict'
import { createNetwork } from '@hydra/router/simulator'

// A hundred peers on a virtual clock. Each chose eight neighbours, some near and some far.
const network = createNetwork(100, { degree: 8, seed: 1 })
const isSpy = (index: number) => index % 10 === 9
const heard = new Set<number>()
let accused: string | undefined

function shout(index: number, text: Uint8Array): void {
  heard.add(index)
  const link = network.peers[index]?.link
  for (const { id } of link?.neighbours() ?? []) void link?.send(id, text)
}

for (const { index, link } of network.peers) {
  link.onFrame((from, text) => {
    // The spies accuse whoever brought it to the first of them. They need no keys, no power and no luck for that.
    if (isSpy(index)) accused ??= from
    if (!heard.has(index)) shout(index, text)
  })
}

let [asked, caught] = [0, 0]
for (const { index, id } of network.peers.filter((peer) => !isSpy(peer.index))) {
  heard.clear()
  accused = undefined
  shout(index, new TextEncoder().encode('Who has the recipe?'))
  await network.clock.run(10_000)
  assert.equal(heard.size, 100) // it does reach everybody
  asked++
  if (accused === id) caught++
}
console.log(`${caught} of ${asked} askers were named rightly.`)
assert(caught > asked / 2)
