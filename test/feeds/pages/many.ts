import { createFeeds, type Feeds } from '@hydra/feeds'
import { createKeyStore, createIdentity, indexedDbSlot } from '@hydra/identity'
import { createPipe, memoryStore } from '@hydra/records'
import { openIndexedDbStore } from '@hydra/records/indexeddb'

const keys = createKeyStore(indexedDbSlot('identity'), { cost: 14 })

async function open(): Promise<Feeds> {
  const me = await keys.load('pass')
  if (me === undefined) throw new Error('Nobody was seeded.')
  const [store, slot] = [await openIndexedDbStore('feeds'), indexedDbSlot('circle')]
  return createFeeds({ store, slot, author: me.author, device: await me.serviceKey('feeds') })
}

/** Follows so many authors with so many posts each, on IndexedDB. */
export async function seed(authors: number, posts: number): Promise<number> {
  await keys.save(await createIdentity(), 'pass')
  const feeds = await open()
  for (let number = 0; number < authors; number++) {
    const friend = await createIdentity()
    const device = await friend.serviceKey('feeds')
    const theirs = await createFeeds({ store: memoryStore(), author: friend.author, device })
    for (let post = 0; post < posts; post++) {
      await theirs.write({ type: 'post', text: `Post ${post} of friend ${number}`, media: [] })
    }
    await feeds.circle.followed.add(friend.author.publicKey)
    const [here, there] = createPipe()
    await Promise.all([feeds.records.sync(here), theirs.records.answer(there)])
    await theirs.close()
  }
  const { size } = feeds.records
  await feeds.close()
  return size
}

/** From nothing open to the first page of the timeline, and how long a first and a second search take. */
export async function read(): Promise<{ entries: number; openMs: number; pageMs: number; searchMs: number[] }> {
  // An identity takes as long to decrypt as its passphrase is made to cost.
  const me = await keys.load('pass')
  const started = performance.now()
  const [store, slot] = [await openIndexedDbStore('feeds'), indexedDbSlot('circle')]
  const device = await me!.serviceKey('feeds')
  const feeds = await createFeeds({ store, slot, author: me!.author, device })
  const opened = performance.now()
  const page = await take(feeds.timeline(), 20)
  const read = performance.now()
  const searchMs: number[] = []
  for (const words of ['post 3', 'friend 7']) {
    const before = performance.now()
    await take(feeds.search(words), 20)
    searchMs.push(performance.now() - before)
  }
  await feeds.close()
  return { entries: page, openMs: opened - started, pageMs: read - started, searchMs }
}

async function take(list: AsyncIterable<unknown>, count: number): Promise<number> {
  let taken = 0
  for await (const _ of list) if (++taken === count) break
  return taken
}
