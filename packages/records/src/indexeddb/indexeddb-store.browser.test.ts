import { expect, it } from 'vitest'
import { createRecordSet } from '../create-record-set.ts'
import { createPipe } from '../pipe.ts'
import { recordId } from '../record-id.ts'
import type { RecordSet } from '../record-set.ts'
import { sampleRecord, testRecordStore, validateSample } from '../testing/index.ts'
import { leadTabs } from './lead-tabs.ts'
import { openIndexedDbStore } from './indexeddb-store.ts'

const freshName = () => `test-${crypto.randomUUID()}`

testRecordStore('indexeddb', async () => {
  const name = freshName()
  return {
    open: () => openIndexedDbStore(name),
    remove: async () => void indexedDB.deleteDatabase(`hydra-records:${name}`),
  }
})

async function openSet(name: string, onDamaged?: (what: string) => void): Promise<RecordSet> {
  const store = await openIndexedDbStore(name)
  return createRecordSet({ kind: 'sample', validate: validateSample, store, ...(onDamaged && { onDamaged }) })
}

async function meet(a: RecordSet, b: RecordSet) {
  const [here, there] = createPipe()
  return (await Promise.all([a.sync(here), b.answer(there)]))[0]
}

it('two tabs share one set: what one adds the other tells of, counts and compares with peers', async () => {
  const name = freshName()
  const [one, two] = [await openSet(name), await openSet(name)]
  const told = new Promise<Uint8Array>((resolve) => {
    two.onAdd(({ bytes }) => {
      resolve(bytes)
    })
  })
  await one.add(sampleRecord(1))
  expect(await told).toEqual(sampleRecord(1))
  const back = new Promise<void>((resolve) => {
    one.onAdd(({ bytes }) => {
      if (bytes.join() === sampleRecord(3).join()) resolve()
    })
  })
  await Promise.all([one.add(sampleRecord(2)), two.add(sampleRecord(2)), two.add(sampleRecord(3))])
  await back
  await two.close()
  const again = await openSet(name)
  expect([one.size, again.size]).toEqual([3, 3])
  expect(await meet(one, again)).toMatchObject({ received: 0, sent: 0, roundTrips: 1 })
  await Promise.all([one.close(), again.close()])
})

it('a set closed and opened again still agrees with its peer', async () => {
  const name = freshName()
  const peer = await openSet(freshName())
  await peer.addAll(Array.from({ length: 400 }, (_, i) => sampleRecord(i, 'peer')))
  let tab = await openSet(name)
  await tab.addAll(Array.from({ length: 300 }, (_, i) => sampleRecord(i, 'tab')))
  expect(await meet(tab, peer)).toMatchObject({ received: 400, sent: 300 })
  await tab.close()
  tab = await openSet(name)
  expect(tab.size).toBe(700)
  expect(await meet(tab, peer)).toMatchObject({ received: 0, sent: 0, roundTrips: 1 })
  await Promise.all([tab.close(), peer.close()])
})

it('a damaged record is reported, never served, and fetched again', async () => {
  const name = freshName()
  const peer = await openSet(freshName())
  const records = Array.from({ length: 20 }, (_, i) => sampleRecord(i))
  await peer.addAll(records)
  const tab = await openSet(name)
  await tab.addAll(records)
  await tab.close()
  await damageFirst(name)
  const reports: string[] = []
  const again = await openSet(name, (what) => reports.push(what))
  const id = recordId(records[0] as Uint8Array)
  expect(await again.get(id)).toBeUndefined()
  expect(reports).toHaveLength(1)
  expect(await meet(again, peer)).toMatchObject({ received: 1, sent: 0 })
  expect(await again.get(id)).toEqual(records[0])
  await Promise.all([again.close(), peer.close()])
})

async function damageFirst(name: string): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(`hydra-records:${name}`)
    request.addEventListener('success', () => {
      resolve(request.result)
    })
  })
  await new Promise<void>((resolve) => {
    const transaction = database.transaction('entries', 'readwrite')
    const entries = transaction.objectStore('entries')
    const request = entries.get(1)
    request.addEventListener('success', () => {
      const row = request.result as { body: Uint8Array }
      row.body[2] = (row.body[2] ?? 0) ^ 1
      entries.put(row)
    })
    transaction.addEventListener('complete', () => {
      resolve()
    })
  })
  database.close()
}

it('one tab leads, and the next takes over when it goes', async () => {
  const name = freshName()
  const first = await leadTabs(name)
  let taken = false
  const second = leadTabs(name).then((lead) => {
    taken = true
    return lead
  })
  const query = await navigator.locks.query()
  expect(query.pending?.some((lock) => lock.name === `hydra-records:${name}`)).toBe(true)
  expect(taken).toBe(false)
  first.release()
  ;(await second).release()
  expect(taken).toBe(true)
})

it('a database from a newer version is refused by name', async () => {
  const name = freshName()
  await new Promise<void>((resolve) => {
    const request = indexedDB.open(`hydra-records:${name}`, 99)
    request.addEventListener('success', () => {
      request.result.close()
      resolve()
    })
  })
  await expect(openIndexedDbStore(name)).rejects.toMatchObject({ name: 'StoreTooNewError' })
})
