// A log: what an author said, each entry linked to the one before by its hash. Nobody can take one out, or slip one in.
import assert from 'node:assert/strict'
import { createFeeds, type Feeds } from '@hydra/feeds'
import { createIdentity, type KeyPair, type PublicKey } from '@hydra/identity'
import { createPipe, memoryStore } from '@hydra/records'

let time = Date.now() - 86_400_000
const now = () => (time += 60_000) // each entry a minute after the last

const open = (author: KeyPair, device: KeyPair) => createFeeds({ store: memoryStore(), author, device, now })

// Two feeds meet, in whichever way there is: what each carries and the other has goes over.
async function meet(a: Feeds, b: Feeds): Promise<void> {
  const [here, there] = createPipe()
  await Promise.all([a.records.sync(here), b.records.answer(there)])
}

async function heard(feeds: Feeds, author: PublicKey): Promise<string[]> {
  const texts: string[] = []
  for await (const { body } of feeds.read(author)) if (body.type === 'post') texts.unshift(body.text)
  return texts
}

// Alice writes on two devices, each with a log and a key of its own.
const alice = await createIdentity()
const [laptop, telephone] = [await alice.serviceKey('feeds laptop'), await alice.serviceKey('feeds telephone')]
const onLaptop = await open(alice.author, laptop)
const onTelephone = await open(alice.author, telephone)
const post = (feeds: Feeds, text: string) => feeds.write({ type: 'post', text, media: [] })
const first = await post(onLaptop, 'Good morning.')
const second = await post(onLaptop, 'I am off to the lake.')
assert.equal(second.previous, first.id)
await post(onTelephone, 'The lake is frozen!')

// Two follow her. Bob meets her laptop; Carol meets her telephone, and Bob, and has never met the laptop.
async function follower() {
  const me = await createIdentity()
  const feeds = await open(me.author, await me.serviceKey('feeds'))
  await feeds.circle.followed.add(alice.author.publicKey)
  return feeds
}
const [atBob, atCarol] = [await follower(), await follower()]
await meet(atBob, onLaptop)
await meet(atCarol, onTelephone)
await meet(atCarol, atBob)
const said = ['Good morning.', 'I am off to the lake.', 'The lake is frozen!']
assert.deepEqual(await heard(atCarol, alice.author.publicKey), said)
assert.deepEqual(await heard(atBob, alice.author.publicKey), said)

// Whoever stole her laptop's key writes at a place that is taken. Both entries are kept, and the fork is seen.
const thief = await open(alice.author, laptop)
await post(thief, 'Send money.')
await meet(atBob, thief)
const [fork] = await atBob.forks()
assert.equal(fork?.sequence, 0)
assert.equal(fork.entries.length, 2)
console.log(
  `Carol reads: ${said.join(' ')}\nBob sees a fork at entry ${fork.sequence} of device ${fork.device.slice(0, 8)}…`,
)
