// Bo comments on a post and both chat. Each hears only whom they follow: strangers cannot push at anybody.
import assert from 'node:assert/strict'
import { createMemoryMesh, createPeer, memoryPeer } from '@hydra/peer'
import type { Feeds } from '@hydra/feeds'

const mesh = createMemoryMesh()
const [ada, bo] = [await createPeer(memoryPeer(mesh)), await createPeer(memoryPeer(mesh))]
await ada.feeds.circle.followed.add(bo.feeds.author)
await bo.feeds.circle.followed.add(ada.feeds.author)
const hears = (feeds: Feeds, type: string) =>
  new Promise<void>((resolve) => {
    feeds.onEntry(({ author, body }) => {
      if (body.type === type && author !== feeds.author) resolve()
    })
  })

const heardPost = hears(bo.feeds, 'post')
const { id } = await ada.feeds.write({ type: 'post', text: 'Rye, a week too early.', media: [] })
await heardPost

const heardComment = hears(ada.feeds, 'comment')
await bo.feeds.write({ type: 'comment', on: id, text: 'Wait another week.' })
await heardComment
const thread = await ada.feeds.thread(id)
assert.equal(thread?.comments[0]?.body.text, 'Wait another week.')

const heardSealed = hears(ada.feeds, 'sealed')
await bo.feeds.send([ada.feeds.author], 'Just between us: it will rain.') // only Ada can read it
await heardSealed
for await (const { text } of ada.feeds.conversation(bo.feeds.author)) console.log(`Ada reads: ${text}`)

await Promise.all([ada.close(), bo.close()])
