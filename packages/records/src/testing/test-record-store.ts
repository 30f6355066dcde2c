import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compareBytes } from '../byte-order.ts'
import { idOf, keyOf } from '../key.ts'
import type { Entry, KeyRange, RecordStore } from '../record-store.ts'
import { sha256 } from '../sha256.ts'
import { sampleRecord } from './sample.ts'

const quiet = { onDamaged: () => undefined, onOthers: () => undefined, onForgotten: () => undefined }

/** A place for one store: opening it again finds what was written, unless `forgets` says that it cannot. */
export interface StoreHome {
  open(): Promise<RecordStore>
  readonly forgets?: boolean
  remove?(): Promise<void>
}

function entry(order: number, text = ''): Entry {
  const body = sampleRecord(order, text)
  const place = new Uint8Array(4)
  new DataView(place.buffer).setUint32(0, order)
  return { key: keyOf(place, sha256(body)), body }
}

const entries = (count: number) => Array.from({ length: count }, (_, i) => entry((i * 7919) % 65_536, `${i}`))
const sorted = (list: readonly Entry[]) => [...list].sort((a, b) => compareBytes(a.key, b.key))

async function all(store: RecordStore, range: KeyRange = {}): Promise<Entry[]> {
  const found: Entry[] = []
  for await (const page of store.range(range)) found.push(...page)
  return found
}

async function pages(list: AsyncIterable<readonly Entry[]>): Promise<Entry[]> {
  const found: Entry[] = []
  for await (const page of list) found.push(...page)
  return found
}

/** Calls vitest with what every record store must do. */
export function testRecordStore(name: string, createHome: () => Promise<StoreHome>): void {
  describe(`record store: ${name}`, () => {
    let home: StoreHome
    let store: RecordStore

    beforeEach(async () => {
      home = await createHome()
      store = await home.open()
      await store.restore(quiet)
    })

    afterEach(async () => {
      await store.close()
      await home.remove?.()
    })

    const reopen = async (): Promise<RecordStore> => {
      await store.close()
      store = await home.open()
      return store
    }

    it('finds what was put, by its id and by any prefix of it', async () => {
      const list = entries(300)
      await store.write({ put: list })
      for (const wanted of list.slice(0, 20)) {
        const id = idOf(wanted.key)
        expect(await store.find(id, 1)).toEqual([wanted])
        expect(await store.find(id.subarray(0, 6), 4)).toEqual([wanted])
      }
      expect(await store.find(new Uint8Array(32), 1)).toEqual([])
      expect(await store.find(new Uint8Array(), 7)).toHaveLength(7)
    })

    it('says which entries are new, and leaves known ones as they are', async () => {
      const [one, two] = [entry(1), entry(2)]
      expect(await store.write({ put: [one] })).toEqual([true])
      expect(await store.write({ put: [two, { key: one.key, body: undefined }, two] })).toEqual([true, false, false])
      expect(await all(store)).toEqual(sorted([one, two]))
    })

    it('gives entries in order, forwards and backwards, between any two places', async () => {
      const list = sorted(entries(1000))
      await store.write({ put: list })
      expect(await all(store)).toEqual(list)
      expect(await all(store, { reverse: true })).toEqual([...list].reverse())
      for (const [from, to] of [
        [0, 1],
        [10, 700],
        [300, 301],
        [999, 999],
        [256, 512],
      ] as const) {
        const range = { from: list[from]?.key, to: list[to]?.key }
        expect(await all(store, range)).toEqual(list.slice(from, to))
        expect(await all(store, { ...range, reverse: true })).toEqual(list.slice(from, to).reverse())
      }
      expect(await all(store, { from: list[990]?.key })).toEqual(list.slice(990))
      expect(await all(store, { to: list[10]?.key, reverse: true })).toEqual(list.slice(0, 10).reverse())
    })

    it('keeps iterating while entries are added and dropped', async () => {
      const list = sorted(entries(1000))
      await store.write({ put: list })
      const seen: Entry[] = []
      for await (const page of store.range({})) {
        seen.push(...page)
        if (seen.length < 1000) await store.write({ put: [entry(70_000 + seen.length, 'new')] })
      }
      const known = new Set(list.map(({ key }) => key.join()))
      expect(seen.filter(({ key }) => known.has(key.join()))).toEqual(list)
    })

    it('drops a body and keeps the knowledge that there is such a record', async () => {
      const [one, two] = [entry(1), entry(2)]
      await store.write({ put: [one, two] })
      await store.write({ drop: [idOf(one.key), new Uint8Array(32)] })
      const dropped = { key: one.key, body: undefined }
      expect(await store.find(idOf(one.key), 1)).toEqual([dropped])
      expect(await all(store)).toEqual([dropped, two])
      expect(await store.write({ put: [one] })).toEqual([false])
    })

    it('forgets an entry as if it had never been there, and the summary that counted it', async () => {
      const list = sorted(entries(40))
      await store.write({ put: list, summary: Uint8Array.of(1) })
      const [gone] = list.splice(7, 1) as [Entry]
      await store.write({ forget: [idOf(gone.key), new Uint8Array(32)] })
      expect(await store.find(idOf(gone.key), 1)).toEqual([])
      expect(await all(store)).toEqual(list)
      if (home.forgets !== true) {
        const restored = await (await reopen()).restore(quiet)
        expect(restored.summary).toBeUndefined()
        expect(sorted(await pages(restored.added()))).toEqual(list)
      }
      expect(await store.write({ put: [gone] })).toEqual([true])
      expect(await all(store, { reverse: true })).toEqual(sorted([...list, gone]).reverse())
    })

    it('gives back the newest summary and what was put after it', async () => {
      if (home.forgets === true) return expect(home.forgets).toBe(true)
      const list = entries(700)
      await store.write({ put: list.slice(0, 300), summary: Uint8Array.of(1) })
      await store.write({ summary: Uint8Array.of(2) })
      await store.write({ put: list.slice(300) })
      const restored = await (await reopen()).restore(quiet)
      expect(restored.summary).toEqual(Uint8Array.of(2))
      expect(sorted(await pages(restored.added()))).toEqual(sorted(list.slice(300)))
      expect(await all(store)).toEqual(sorted(list))
    })

    it('gives everything where there is no summary yet', async () => {
      if (home.forgets === true) return expect(home.forgets).toBe(true)
      const list = entries(300)
      await store.write({ put: list, drop: [idOf((list[0] as Entry).key)] })
      const restored = await (await reopen()).restore(quiet)
      expect(restored.summary).toBeUndefined()
      expect((await pages(restored.added())).map(({ key }) => key.join())).toEqual(list.map(({ key }) => key.join()))
    })

    it('refuses after it was closed, and may be closed twice', async () => {
      await store.close()
      await store.close()
      await expect(store.write({ put: [entry(1)] })).rejects.toMatchObject({ name: 'ClosedError' })
      await expect(store.find(new Uint8Array(32), 1)).rejects.toMatchObject({ name: 'ClosedError' })
      await expect(all(store)).rejects.toMatchObject({ name: 'ClosedError' })
    })
  })
}
