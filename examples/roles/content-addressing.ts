// Content addressing: a file is asked for by the hash of what it says. Then anybody may bring it, even a liar.
import assert from 'node:assert/strict'
import { type BlockSource, createFiles, memoryBlocks, type Provider, storeSource } from '@hydra/files'

const encode = (text: string) => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

// Alice adds a folder. Each file gets a CID, made of its hash; a folder is a list of names and CIDs, and has one too.
const shelf = memoryBlocks()
const alice = await createFiles({ blocks: shelf })
const poem = encode('The sea is never still.')
const folder = await alice.addFolder([
  { path: 'poems/sea.txt', content: poem },
  { path: 'noise.bin', content: crypto.getRandomValues(new Uint8Array(60_000)) },
])

// The address says what is in it: on whichever machine, the same bytes have the same one, and others another.
const carol = await createFiles({ blocks: memoryBlocks() })
assert.equal(await carol.add(poem), await alice.add(poem))
assert.notEqual(await carol.add(encode('The sea is never dry.')), await alice.add(poem))

// Bob has the address alone, and asks two who may have it. One of them makes things up.
const forger: Provider = {
  id: 'the forger',
  async *ask(wants) {
    for (const { cid } of wants) yield { cid, bytes: encode('The sea is made of tea.') }
  },
}
const forgery: BlockSource = { name: 'forgery', privacy: 'direct', providers: () => [forger] }
const dropped: string[] = []
const bob = await createFiles({
  blocks: memoryBlocks(),
  sources: [forgery, storeSource(shelf, { name: "Alice's shelf" })],
  onDropped: (provider, reason) => dropped.push(`${provider} (${reason})`),
})

// Every block is checked against its CID before he sees any of it. Whoever lied is not asked again.
assert.equal(decode(await bob.get(`${folder}/poems/sea.txt`)), 'The sea is never still.')
console.log(`${folder}/poems/sea.txt is here. Dropped: ${dropped.join()}`)
assert.match(dropped.join(), /the forger \(lied\)/)

// What he has, he has: the next reader may get it from him, and he reads it without a network.
await bob.pin(folder)
assert.deepEqual((await bob.verify(folder)).missing, [])
assert.equal((await bob.get(`${folder}/noise.bin`, { local: true })).length, 60_000)
await Promise.all([alice.close(), bob.close(), carol.close()])
