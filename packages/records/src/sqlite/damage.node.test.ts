import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRecordSet } from '../create-record-set.ts'
import { createPipe } from '../pipe.ts'
import { recordId } from '../record-id.ts'
import type { RecordSet } from '../record-set.ts'
import { sampleRecord, validateSample } from '../testing/sample.ts'
import { openSqliteStore } from './sqlite-store.ts'

describe('a set on a database', () => {
  let folder: string
  const reports: string[] = []
  const onDamaged = (what: string) => reports.push(what)

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'records-'))
    reports.length = 0
  })

  afterEach(() => rm(folder, { recursive: true }))

  const openSet = async (name: string): Promise<RecordSet> => {
    const store = await openSqliteStore(join(folder, name), { onDamaged })
    return createRecordSet({ kind: 'sample', validate: validateSample, store, onDamaged })
  }

  const meet = async (a: RecordSet, b: RecordSet) => {
    const [here, there] = createPipe()
    return (await Promise.all([a.sync(here), b.answer(there)]))[0]
  }

  for (const [what, sql] of [
    ['body', "UPDATE entry SET body = x'8200' WHERE seq = 2"],
    ['place', 'UPDATE entry SET key = zeroblob(40) WHERE seq = 2'],
    ['check', 'UPDATE entry SET crc = 7 WHERE seq = 2'],
  ] as const) {
    it(`reports a record whose ${what} is damaged, never serves it, and fetches it again`, async () => {
      const records = Array.from({ length: 3000 }, (_, i) => sampleRecord(i))
      const peer = await openSet('peer.db')
      await peer.addAll(records)
      const first = await openSet('set.db')
      await first.addAll(records)
      await first.close()
      const database = new DatabaseSync(join(folder, 'set.db'))
      database.exec(sql)
      database.close()
      const set = await openSet('set.db')
      const served: Uint8Array[] = []
      for await (const { bytes } of set.range()) served.push(bytes)
      expect(served).toEqual(records.filter((_, i) => i !== 1))
      expect(reports).toHaveLength(1)
      expect(await meet(set, peer)).toMatchObject({ received: 1, sent: 0 })
      expect(await set.get(recordId(records[1] as Uint8Array))).toEqual(records[1])
      await Promise.all([set.close(), peer.close()])
    })
  }

  it('still agrees with its peer after both were closed and opened again', async () => {
    let [a, b] = [await openSet('a.db'), await openSet('b.db')]
    await a.addAll(Array.from({ length: 5000 }, (_, i) => sampleRecord((i * 7919) % 65_536, 'a')))
    await b.addAll(Array.from({ length: 5000 }, (_, i) => sampleRecord((i * 7919) % 65_536, 'b')))
    expect(await meet(a, b)).toMatchObject({ received: 5000, sent: 5000 })
    await Promise.all([a.close(), b.close()])
    ;[a, b] = [await openSet('a.db'), await openSet('b.db')]
    expect([a.size, b.size]).toEqual([10_000, 10_000])
    expect(await meet(a, b)).toMatchObject({ received: 0, sent: 0, roundTrips: 1 })
    await a.add(sampleRecord(1, 'new'))
    expect(await meet(b, a)).toMatchObject({ received: 1, sent: 0, roundTrips: 2 })
    await Promise.all([a.close(), b.close()])
  })
})
