// Ada shares a picture. Bo follows her, hears of it, and gets it; nobody in between can tell who asked.
import assert from 'node:assert/strict'
import { createMemoryMesh, createPeer, memoryPeer } from '@hydra/peer'

const mesh = createMemoryMesh()
const [ada, bo] = [await createPeer(memoryPeer(mesh)), await createPeer(memoryPeer(mesh))]
await bo.feeds.circle.followed.add(ada.feeds.author)
const heard = new Promise<string>((resolve) => {
  bo.feeds.onEntry(({ body }) => {
    if (body.type === 'post' && body.media[0]) resolve(body.media[0].cid)
  })
})

const picture = new TextEncoder().encode('a picture of the sea')
const cid = await ada.files.add(picture) // kept here, under a name made of its content
await ada.files.provide(cid) // and others may have it from here
await ada.feeds.write({ type: 'post', text: 'The sea #sea', media: [{ cid, mediaType: 'image/webp' }] })

const received = await bo.files.get(await heard)
assert.deepEqual(received, picture)
console.log(`Bo sees ${new TextDecoder().decode(received)}.`)

await Promise.all([ada.close(), bo.close()])
