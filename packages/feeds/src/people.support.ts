import { createIdentity, type Identity, type KeyPair, type PublicKey } from '@hydra/identity'
import { createPipe, memoryStore, type RecordStore } from '@hydra/records'
import { createFeeds, type FeedsOptions } from './create-feeds.ts'
import type { Feeds } from './feeds.ts'

export interface Person {
  readonly me: Identity
  readonly key: PublicKey
  readonly device: KeyPair
  readonly feeds: Feeds
}

/** Somebody with one device and nothing written yet. */
export async function person(options: Partial<FeedsOptions> = {}): Promise<Person> {
  return deviceOf(await createIdentity(), 'first', options)
}

export async function deviceOf(me: Identity, label: string, options: Partial<FeedsOptions> = {}): Promise<Person> {
  const device = await me.serviceKey(`feeds ${label}`)
  const feeds = await createFeeds({ store: memoryStore(), author: me.author, device, ...options })
  return { me, key: me.author.publicKey, device, feeds }
}

/** A store in memory that is still there after whoever had it is gone. */
export function lastingStore(): RecordStore {
  const store = memoryStore()
  return {
    write: (batch) => store.write(batch),
    find: (prefix, limit) => store.find(prefix, limit),
    range: (range) => store.range(range),
    restore: (events) => store.restore(events),
    close: () => Promise.resolve(),
  }
}

export async function meet(a: Feeds, b: Feeds): Promise<void> {
  const [here, there] = createPipe()
  await Promise.all([a.records.sync(here), b.records.answer(there)])
}

export async function take<T>(entries: AsyncIterable<T>, count = 100): Promise<T[]> {
  const taken: T[] = []
  for await (const entry of entries) {
    taken.push(entry)
    if (taken.length === count) break
  }
  return taken
}

export const post = (text: string) => ({ type: 'post' as const, text, media: [] })

export async function texts(entries: AsyncIterable<{ readonly body: unknown }>): Promise<(string | undefined)[]> {
  return (await take(entries)).map(({ body }) => (body as { text?: string }).text)
}
