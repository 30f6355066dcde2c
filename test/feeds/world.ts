import { exportAll, importAll } from '@hydra/feeds/export'
import { createFeeds, type Feeds } from '@hydra/feeds'
import { createIdentity, type Identity, type PublicKey, type Slot } from '@hydra/identity'
import { createPetnames, type Petnames } from '@hydra/identity/petnames'
import { createPipe, memoryStore, type RecordStore } from '@hydra/records'

/** Where a world is kept: in IndexedDB in a tab, in SQLite and files in a node. */
export interface Place {
  store(): Promise<RecordStore>
  slot(name: string): Slot
}

export interface World {
  readonly identity: Identity
  readonly feeds: Feeds
  readonly petnames: Petnames
}

export async function openWorld(place: Place, identity: Identity, device: string): Promise<World> {
  const key = await identity.serviceKey(`feeds ${device}`)
  const [store, slot] = [await place.store(), place.slot('circle')]
  const feeds = await createFeeds({ store, slot, author: identity.author, device: key })
  return { identity, feeds, petnames: await createPetnames(place.slot('petnames')) }
}

/** Somebody with a profile, posts, talk, a sealed message, friends with names, a mute, a block, and marks. */
export async function fillWorld({ feeds, petnames }: World): Promise<void> {
  const [friend, other, pest] = [await createIdentity(), await createIdentity(), await createIdentity()]
  const device = await friend.serviceKey('feeds')
  const theirs = await createFeeds({ store: memoryStore(), author: friend.author, device })
  await theirs.write({ type: 'profile', nickname: 'Grace <b>Hopper</b>' })
  const { id } = await theirs.write({ type: 'post', text: 'Amazing grace 🚀', media: [], tags: ['ships'] })
  await feeds.circle.followed.add(friend.author.publicKey)
  await feeds.circle.muted.add(other.author.publicKey)
  await feeds.circle.blocked.add(pest.author.publicKey)
  await feeds.circle.strangers.meet([[(await createIdentity()).author.publicKey, 3]])
  await petnames.set(friend.author.publicKey, 'Grace')
  const [here, there] = createPipe()
  await Promise.all([feeds.records.sync(here), theirs.records.answer(there)])
  await feeds.write({ type: 'profile', nickname: 'Ada', about: 'First.' })
  const mine = await feeds.write({ type: 'post', text: 'Zürich ﷽ naïve', media: [] })
  await feeds.write({ type: 'comment', on: id, text: 'Indeed.' })
  await feeds.write({ type: 'reaction', on: id, emoji: '❤️' })
  await feeds.write({ type: 'chat', room: 'harbour', text: 'Ahoy' })
  await feeds.send([friend.author.publicKey], 'A secret.')
  await feeds.write({ type: 'delete', entry: mine.id })
  await feeds.circle.markRead('timeline', 42)
  await theirs.close()
}

/** Everything that somebody can see of a world, as JSON. */
export async function lookAt({ identity, feeds, petnames }: World): Promise<string> {
  const all = async <T>(list: AsyncIterable<T>) => {
    const entries: T[] = []
    for await (const entry of list) entries.push(entry)
    return entries
  }
  const { circle } = feeds
  const authors: PublicKey[] = [feeds.author, ...circle.followed]
  const read = await Promise.all(
    authors.map(async (author) => [await feeds.profile(author), await all(feeds.read(author))]),
  )
  const [post] = await all(feeds.timeline())
  return JSON.stringify({
    author: identity.author.publicKey,
    read,
    timeline: await all(feeds.timeline()),
    thread: post && (await feeds.thread(post.id)),
    room: await all(feeds.room('harbour')),
    letters: await Promise.all([...circle.followed].map((key) => all(feeds.conversation(key)))),
    found: await all(feeds.search('grace')),
    circle: [circle.followed, circle.muted, circle.blocked, circle.strangers].map((list) => [...list]),
    mark: circle.readUntil('timeline'),
    petnames: [...petnames.entries()],
  })
}

export async function save(world: World, passphrase: string): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for await (const part of exportAll(world, { passphrase, cost: 14 })) parts.push(part.slice())
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

export async function restore(place: Place, file: Uint8Array, passphrase: string, device: string): Promise<World> {
  let world: World | undefined
  const open = async (identity: Identity) => (world = await openWorld(place, identity, device))
  await importAll(new Blob([file.slice()]), { passphrase, open })
  return world as World
}
