// Two peers: Alice hosts an API, Bob calls it. After `npm start` once: npm run hello
import assert from 'node:assert/strict'
import { createMemoryMesh, createPeer, memoryPeer } from '@hydra/peer'

const mesh = createMemoryMesh()
const alice = await createPeer(memoryPeer(mesh))
const bob = await createPeer(memoryPeer(mesh))

const { url } = await alice.services.host(async (request) => new Response(`Alice heard: ${await request.text()}`))
const response = await bob.services.fetch(url, { method: 'POST', body: 'Hi, it is Bob.' })

assert.equal(response.status, 200)
assert.equal(await response.text(), 'Alice heard: Hi, it is Bob.')
console.log(`Bob called ${url} and Alice answered.`)

await Promise.all([alice.close(), bob.close()])
