import { createFeeds } from '@hydra/feeds'
import { createIdentity, indexedDbSlot } from '@hydra/identity'
import { createPipe, memoryStore } from '@hydra/records'
import { openIndexedDbStore } from '@hydra/records/indexeddb'
import { createKeyStore } from '@hydra/identity'

const NAME = 'daybook'

/** Fills the storage of this origin as the app would have: so many authors who are followed, with so many posts each. */
export async function seed(authors: number, postsOfEach: number): Promise<number> {
  const [me, passphrase] = [await createIdentity(), crypto.randomUUID()]
  await indexedDbSlot(`${NAME} passphrase`).write(new TextEncoder().encode(passphrase), 'create')
  await createKeyStore(indexedDbSlot(`${NAME} identity`), { cost: 14 }).save(me, passphrase)
  const feeds = await createFeeds({
    store: await openIndexedDbStore(`${NAME} feeds`),
    slot: indexedDbSlot(`${NAME} circle`),
    author: me.author,
    device: await me.serviceKey('feeds of the test'),
  })
  for (let number = 0; number < authors; number++) {
    const friend = await createIdentity()
    const device = await friend.serviceKey('feeds')
    const theirs = await createFeeds({ store: memoryStore(), author: friend.author, device })
    await theirs.write({ type: 'profile', nickname: `Friend ${number}` })
    for (let post = 0; post < postsOfEach; post++) {
      const media = {
        cid: 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e',
        mediaType: 'image/webp',
        width: 800,
        height: 600,
      }
      await theirs.write({ type: 'post', text: `Post ${post} of friend ${number} #tag${post}`, media: [media] })
    }
    await feeds.circle.followed.add(friend.author.publicKey)
    const [here, there] = createPipe()
    await Promise.all([feeds.records.sync(here), theirs.records.answer(there)])
    await theirs.close()
  }
  const { size } = feeds.records
  await feeds.close()
  localStorage.setItem('welcomed', 'yes')
  return size
}
