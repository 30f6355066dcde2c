import { createKeyPair } from '@hydra/identity'
import { createPipe, type Gossip, memoryStore, recordId } from '@hydra/records'
import { mutations } from '@hydra/identity/testing'
import { describe, expect, it } from 'vitest'
import { createFileIndex } from './file-index.ts'
import { decodeIndexRecord, signIndexRecord, validateIndexRecord } from './index-record.ts'
import { memorySearch } from './memory-search.ts'
import type { FileAbout, SearchIndex } from './search-index.ts'

const cid = 'bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e'
const whale: FileAbout = { name: 'Blue whale.jpg', bytes: 5, mediaType: 'image/jpeg', cid, tags: ['sea'] }
const open = () => createFileIndex({ store: memoryStore(), search: memorySearch() })

describe('the global index', () => {
  it('finds what was published here, and what another peer brought', async () => {
    const [here, there] = [await open(), await open()]
    const published = await here.publish(await createKeyPair(), { ...whale, infohash: new Uint8Array(20) })
    const [near, far] = createPipe()
    await Promise.all([here.records.sync(near), there.records.answer(far)])
    for (const index of [here, there]) {
      expect(await index.search('whale', { tag: 'sea' })).toEqual({ total: 1, exact: true, entries: [published] })
      await index.close()
    }
  })

  it('shows the newest of what one key says of a file, and what each other key says', async () => {
    const index = await open()
    const me = await createKeyPair()
    await index.publish(me, whale)
    await index.publish(me, { ...whale, name: 'Fin whale.jpg' })
    await index.publish(await createKeyPair(), whale)
    const { entries } = await index.search('whale')
    expect(new Map(entries.map(({ name, sequence }) => [name, sequence]))).toEqual(
      new Map([
        ['Blue whale.jpg', 0],
        ['Fin whale.jpg', 1],
      ]),
    )
    expect(index.records.size).toBe(3)
    await index.close()
  })

  it('hides a muted publisher and a blocked file, and shows them again', async () => {
    const index = await open()
    const me = await createKeyPair()
    await index.publish(me, whale)
    const total = async () => (await index.search('whale')).total
    for (const what of [{ publisher: me.publicKey }, { cid }]) {
      await index.blocked.block(what)
      expect(await total()).toBe(0)
      await index.blocked.allow(what)
      expect(await total()).toBe(1)
    }
    await index.close()
  })

  it('opens while its engine still reads what it lacks, whoever searches waits, and closing breaks it off', async () => {
    // Three indexes read it.
    const store = Object.assign(memoryStore(), { close: async () => {} })
    const before = await createFileIndex({ store, search: memorySearch() })
    await before.publish(await createKeyPair(), whale)
    const go = Promise.withResolvers<void>()
    const slow = () => {
      const engine = memorySearch()
      const search: SearchIndex = {
        ...engine,
        async put(...what) {
          await go.promise
          return engine.put(...what)
        },
      }
      return { engine, search }
    }
    const [one, two] = [slow(), slow()]
    const index = await createFileIndex({ store, search: one.search })
    const found = index.search('whale')
    await (await createFileIndex({ store, search: two.search })).close()
    expect(await two.engine.mark()).toBeUndefined()
    go.resolve()
    expect((await found).total).toBe(1)
    expect(await one.engine.mark()).toBe(1)
  })

  it('publishes by the gossip that it was given, and finds what that brings', async () => {
    const judges = new Set<Parameters<Gossip['join']>[1]>()
    const gossip: Gossip = {
      hidesOrigin: true,
      async publish(_, bytes) {
        for (const judge of judges) await judge(bytes)
      },
      join(_, judge) {
        judges.add(judge)
        return () => void judges.delete(judge)
      },
    }
    const [here, there] = [
      await createFileIndex({ store: memoryStore(), search: memorySearch(), gossip }),
      await createFileIndex({ store: memoryStore(), search: memorySearch(), gossip }),
    ]
    const published = await here.publish(await createKeyPair(), whale)
    await expect.poll(async () => (await there.search('whale')).entries).toEqual([published])
    for (const index of [here, there]) await index.close()
  })

  it('finds records that were added without being published here', async () => {
    const records = [await signIndexRecord(await createKeyPair(), whale)]
    const again = await open()
    await again.records.addAll(records)
    expect((await again.search('whale')).total).toBe(1)
    await again.close()
  })
})

describe('an index record', () => {
  it('is refused when a byte of it was changed, and by the cheap check first', async () => {
    const bytes = await signIndexRecord(await createKeyPair(), whale)
    expect(await validateIndexRecord(bytes)).toMatchObject({ valid: true })
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      changed[at] = (changed[at] as number) ^ 1
      expect(await validateIndexRecord(changed), `byte ${at}`).toMatchObject({ valid: false })
    }
    for (let end = 0; end < bytes.length; end++)
      expect(await validateIndexRecord(bytes.subarray(0, end))).toMatchObject({ valid: false })
  })

  it('is decoded whole or not at all, whatever the bytes', async () => {
    const bytes = await signIndexRecord(await createKeyPair(), { ...whale, description: 'large', licence: 'CC0-1.0' })
    for (const mutant of mutations(bytes, 1, 20_000)) {
      try {
        decodeIndexRecord(mutant)
      } catch (error) {
        expect((error as Error).name).toBe('IndexRecordError')
      }
    }
  })

  it('carries markup as the text that it is', async () => {
    const name = '<img src=x onerror=alert(1)>.jpg'
    const entry = decodeIndexRecord(await signIndexRecord(await createKeyPair(), { ...whale, name }))
    expect(entry.name).toBe(name)
  })

  it('refuses by name what cannot be shown or is too long', async () => {
    const me = await createKeyPair()
    const wrong: Partial<FileAbout>[] = [
      { name: '' },
      { name: '../etc/passwd' },
      { name: 'exe.\u202egpj' },
      { name: 'a'.repeat(256) },
      { bytes: -1 },
      { mediaType: 'text/html; charset=x' },
      { cid: 'nothing' },
      { tags: ['a', 'a'] },
      { tags: Array.from({ length: 9 }, (_, i) => `t${i}`) },
      { description: 'two\nlines' },
      { infohash: new Uint8Array(19) },
      { thumbhash: new Uint8Array(33) },
    ]
    for (const part of wrong)
      await expect(signIndexRecord(me, { ...whale, ...part })).rejects.toThrow(/no index record/)
  })

  it('is written as PROTOCOL-INDEX.md says', async () => {
    const me = await createKeyPair(new Uint8Array(32).fill(7))
    const bytes = await signIndexRecord(me, whale, { sequence: 3 })
    expect(recordId(bytes)).toBe('805c3c222ecbb8e847a219bcfff4a23684b37be7500f1a0a1a1c8d2f77c73eaf')
  })
})
