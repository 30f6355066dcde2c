// Streaming: a film is watched while it loads, from wherever one likes, and what is not watched is not fetched.
import assert from 'node:assert/strict'
import { createPeer } from '@hydra/peer'
import { nodePeer } from '@hydra/peer/node'

const dialPrivate = true // on one machine, every address is a private one
const alice = await createPeer(nodePeer({ dialPrivate }))
const bob = await createPeer(nodePeer({ dialPrivate, dial: alice.link.node.getMultiaddrs().map(String) }))

// A film of 32 MB: it is cut into blocks of a megabyte, and its CID is that of the list of them.
const MEGABYTE = 1024 ** 2
const film = new Uint8Array(32 * MEGABYTE)
for (let at = 0; at < film.length; at += 65_536) crypto.getRandomValues(film.subarray(at, at + 65_536))
const cid = await alice.files.add(film)
await alice.files.provide(cid) // tells her neighbours that she has it

// Bob plays from the start, and leaves after two megabytes. The rest was never asked for, but for a window ahead.
let watched = 0
for await (const piece of bob.files.stream(cid)) {
  watched += piece.length
  if (watched >= 2 * MEGABYTE) break
}
const { blocks, missing } = await bob.files.verify(cid)
console.log(`He watched ${watched / MEGABYTE} of 32 MB. ${missing.length} of ${blocks} blocks never came.`)
assert(missing.length > blocks / 2)

// He jumps near the end. A player does that by a range of bytes, and so does the address that his own peer gives it.
const video = `${bob.link.port.url}/files/${cid}`
const from = 30 * MEGABYTE
const response = await fetch(video, { headers: { range: `bytes=${from}-${from + 999}` } })
assert.equal(response.status, 206)
assert.deepEqual(new Uint8Array(await response.arrayBuffer()), film.subarray(from, from + 1_000))

// What came is his: it plays on without Alice. What did not come is not there.
await alice.close()
assert.deepEqual(await bob.files.get(cid, { length: 1_000, local: true }), film.subarray(0, 1_000))
await assert.rejects(bob.files.get(cid, { offset: 20 * MEGABYTE, length: 1_000, local: true }), {
  name: 'MissingBlockError',
})
console.log(`<video src="${video}"> would play in any browser on this machine.`)
await bob.close()
