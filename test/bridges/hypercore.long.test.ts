import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFeeds, type Feeds } from '@hydra/feeds'
import { type Core, offerAsHypercore, readFromHypercore } from '@hydra/feeds/hypercore'
import { createIdentity } from '@hydra/identity'
import { memoryStore } from '@hydra/records'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { importPeer, needPeers } from './peers.ts'

interface Replica {
  pipe(to: Replica): Replica
  on(event: 'error', listener: (error: unknown) => void): void
  destroy(): void
}

/** A real one: with the parts of it that its users use, and the bridge does not. */
interface Hypercore extends Core {
  readonly keyPair: { publicKey: Uint8Array; secretKey: Uint8Array }
  readonly fork: number
  replicate(isInitiator: boolean): Replica
  update(options: { wait: boolean }): Promise<boolean>
  truncate(length: number): Promise<void>
  close(): Promise<void>
}

type HypercoreClass = new (storage: string, key?: Uint8Array | null, options?: object) => Hypercore

let HypercoreOf: HypercoreClass

beforeAll(async () => {
  await needPeers()
  const { module, version } = await importPeer('hypercore')
  HypercoreOf = (module as { default: HypercoreClass }).default
  console.log(`Ran against ${version}`)
}, 300_000)

async function openCore(key?: Uint8Array | null, options: object = {}): Promise<Hypercore> {
  const folder = await mkdtemp(join(tmpdir(), 'hydra-hypercore-'))
  const core = new HypercoreOf(folder, key, options)
  await core.ready()
  onTestFinished(async () => {
    await core.close().catch(() => undefined)
    await rm(folder, { recursive: true, maxRetries: 5 })
  })
  return core
}

/** Two cores that replicate with each other, as over a socket. */
function connect(one: Hypercore, other: Hypercore): void {
  const [here, there] = [one.replicate(true), other.replicate(false)]
  for (const stream of [here, there]) stream.on('error', () => {})
  here.pipe(there).pipe(here)
  onTestFinished(() => here.destroy())
}

async function person() {
  const me = await createIdentity()
  const device = await me.serviceKey('feeds first')
  const feeds = await createFeeds({ store: memoryStore(), author: me.author, device })
  onTestFinished(() => feeds.close())
  return { author: me.author.publicKey, feeds }
}

const post = (text: string) => ({ type: 'post' as const, text, media: [] })

async function texts(feeds: Feeds): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const { body } of feeds.timeline()) found.push('text' in body ? body.text : undefined)
  return found
}

it('carries a feed to somebody who has nothing but the key of a core, live, with every signature intact', async () => {
  const [ada, bob] = [await person(), await person()]
  for (let n = 0; n < 200; n++) await ada.feeds.write(post(`before ${n}`))
  const mine = await openCore()
  const offer = await offerAsHypercore(ada.feeds, mine)
  await offer.settled()
  expect(mine.length).toBe(200)
  const theirs = await openCore(mine.key)
  connect(mine, theirs)
  await bob.feeds.circle.followed.add(ada.author)
  const reading = await readFromHypercore(bob.feeds, theirs, { author: ada.author })
  await theirs.update({ wait: true })
  await expect.poll(() => reading.counts.taken, { timeout: 30_000 }).toBe(200)
  await ada.feeds.write(post('live'))
  await expect.poll(async () => (await texts(bob.feeds))[0], { timeout: 10_000 }).toBe('live')
  // The same bytes: ids, which are their hashes, are the same on both sides.
  const ids = async (feeds: Feeds) => {
    const all: string[] = []
    for await (const { id } of feeds.records.range()) all.push(id)
    return all
  }
  expect(await ids(bob.feeds)).toEqual(await ids(ada.feeds))
  // Whoever has the core alone verifies it without us: by the proof of the core, block for block.
  expect(await theirs.get(0)).toEqual(await mine.get(0))
})

it('is read by a program that knows hypercores alone, and offers what such a program wrote as nobody’s word', async () => {
  const bob = await person()
  const theirs = await openCore()
  await theirs.append(new TextEncoder().encode('{"type":"chat","text":"hello"}'))
  const copy = await openCore(theirs.key)
  connect(theirs, copy)
  const foreign: string[] = []
  const onForeign = (_: number, bytes: Uint8Array) => void foreign.push(new TextDecoder().decode(bytes))
  const reading = await readFromHypercore(bob.feeds, copy, { author: bob.author, onForeign })
  await expect.poll(() => foreign, { timeout: 10_000 }).toEqual(['{"type":"chat","text":"hello"}'])
  expect([reading.counts.taken, bob.feeds.records.size]).toEqual([0, 0])
})

it('keeps what it has when a core forks, says so, and the feed goes on by other ways', async () => {
  const [ada, bob] = [await person(), await person()]
  await ada.feeds.write(post('one'))
  const mine = await openCore()
  const offer = await offerAsHypercore(ada.feeds, mine)
  await offer.settled()
  // The same key, and another history: longer, or nobody would ask for it.
  const twin = await openCore(null, { keyPair: mine.keyPair })
  expect(twin.key).toEqual(mine.key)
  for (const word of ['another', 'history']) await twin.append(new TextEncoder().encode(word))
  const theirs = await openCore(mine.key)
  await bob.feeds.circle.followed.add(ada.author)
  let forks = 0
  const reading = await readFromHypercore(bob.feeds, theirs, { author: ada.author, onFork: () => forks++ })
  connect(mine, theirs)
  await expect.poll(() => reading.counts.taken, { timeout: 10_000 }).toBe(1)
  connect(twin, theirs)
  await expect.poll(() => forks, { timeout: 10_000 }).toBe(1)
  expect(reading.forked).toBe(true)
  expect(await texts(bob.feeds)).toEqual(['one'])
  // What the core no longer brings, anything else does.
  const { id } = await ada.feeds.write(post('two'))
  await bob.feeds.records.add((await ada.feeds.records.get(id)) ?? new Uint8Array())
  expect(await texts(bob.feeds)).toEqual(['two', 'one'])
})

it('does not lose what a core’s writer takes back', async () => {
  const [ada, bob] = [await person(), await person()]
  for (const text of ['one', 'two', 'three']) await ada.feeds.write(post(text))
  const mine = await openCore()
  await (await offerAsHypercore(ada.feeds, mine)).settled()
  const theirs = await openCore(mine.key)
  connect(mine, theirs)
  await bob.feeds.circle.followed.add(ada.author)
  const reading = await readFromHypercore(bob.feeds, theirs, { author: ada.author })
  await expect.poll(() => reading.counts.taken, { timeout: 10_000 }).toBe(3)
  await mine.truncate(1)
  await mine.append(new TextEncoder().encode('something else'))
  await expect.poll(() => reading.counts.foreign, { timeout: 10_000 }).toBe(1)
  expect(theirs.fork).toBe(1)
  expect(await texts(bob.feeds)).toEqual(['three', 'two', 'one'])
})
