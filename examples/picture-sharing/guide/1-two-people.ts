// Two people with a name each. In life each runs in a tab of its own; here both run in one process, on a network in memory.
import assert from 'node:assert/strict'
import { createMemoryMesh, createPeer, memoryPeer } from '@hydra/peer'

const mesh = createMemoryMesh()
const ada = await createPeer(memoryPeer(mesh))
const bo = await createPeer(memoryPeer(mesh))

await ada.feeds.write({ type: 'profile', nickname: 'Ada' })
const profile = await ada.feeds.profile(ada.feeds.author)
assert.equal(profile?.body.nickname, 'Ada')
// What others are called by this user: theirs alone, and nobody can take it.
await bo.petnames.set(ada.feeds.author, 'my sister')
console.log(`${profile?.body.nickname} is ${bo.petnames.nameOf(ada.feeds.author)} to Bo.`)

await Promise.all([ada.close(), bo.close()])
