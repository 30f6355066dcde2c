import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createIdentity, memorySlot, type PublicKey } from '@hydra/identity'
import { createPipe, type RecordId, recordId } from '@hydra/records'
import { openSqliteStore } from '@hydra/records/sqlite'
import { expect, it } from 'vitest'
import { grantDevice, signEntry } from './entry-record.ts'
import { deviceOf, person, take } from './people.support.ts'

const AUTHORS = 50
const ENTRIES = 1_000

/** A log as its device would have written it. */
async function* logOf(author: number) {
  const me = await createIdentity()
  const device = await me.serviceKey('feeds')
  const grant = await grantDevice(me.author, device.publicKey)
  let previous: RecordId | undefined
  for (let sequence = 0; sequence < ENTRIES; sequence++) {
    const body = { type: 'post', text: `entry ${sequence} of author ${author}`, media: [] }
    const time = 1_700_000_000_000 + sequence * 60_000 + author
    const bytes = await signEntry(device, { author: me.author.publicKey, grant, sequence, previous, time, body })
    previous = recordId(bytes)
    yield { key: me.author.publicKey, bytes }
  }
}

it('shows the first page of 50 authors of 1,000 entries each at once, and syncs an author in under a second', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'feeds-'))
  const path = join(folder, 'feeds.db')
  const slot = memorySlot()
  const ada = await person({ store: await openSqliteStore(path), slot })
  const keys: PublicKey[] = []
  for (let author = 0; author < AUTHORS; author++) {
    const records: Uint8Array[] = []
    for await (const { key, bytes } of logOf(author)) {
      if (records.length === 0) keys.push(key)
      records.push(bytes)
    }
    await ada.feeds.circle.followed.add(keys[author] as PublicKey)
    await ada.feeds.records.addAll(records)
  }
  await ada.feeds.close()

  const opened = performance.now()
  const again = await deviceOf(ada.me, 'first', { store: await openSqliteStore(path), slot })
  const openMs = performance.now() - opened
  const started = performance.now()
  const page = await take(again.feeds.timeline(), 20)
  const pageMs = performance.now() - started
  expect(page).toHaveLength(20)
  const searched = performance.now()
  await take(again.feeds.search('entry 999'), 20)
  const searchMs = performance.now() - searched

  const bob = await person()
  await bob.feeds.circle.followed.add(keys[0] as PublicKey)
  const [here, there] = createPipe()
  const synced = performance.now()
  await Promise.all([bob.feeds.records.sync(here), again.feeds.records.answer(there)])
  const syncMs = performance.now() - synced
  expect(await take(bob.feeds.timeline(), 2_000)).toHaveLength(ENTRIES)
  await again.feeds.close()
  await rm(folder, { recursive: true })
  console.log({ openMs, pageMs, firstSearchMs: searchMs, syncMs })
  expect(pageMs).toBeLessThan(50)
  expect(syncMs).toBeLessThan(1_000)
})
