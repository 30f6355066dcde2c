import { CarReader } from '@ipld/car'
import { memorySlot } from '@hydra/identity'
import { mutations } from '@hydra/identity/testing'
import { describe, expect, it } from 'vitest'
import { deviceOf, meet, person, type Person, post, texts } from '../people.support.ts'
import { blockOf } from './car.ts'
import { exportFeeds } from './export-feeds.ts'
import { importFeeds } from './import-feeds.ts'

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for await (const piece of pieces) parts.push(piece.slice())
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

/** Somebody who wrote, follows somebody, and has blocked somebody else. */
async function world(): Promise<{ ada: Person; bob: Person; eve: Person }> {
  const [ada, bob, eve] = [await person(), await person(), await person()]
  await bob.feeds.write(post('by Bob'))
  await ada.feeds.write({ type: 'profile', nickname: 'Ada' })
  await ada.feeds.write(post('by Ada'))
  await ada.feeds.circle.followed.add(bob.key)
  await ada.feeds.circle.blocked.add(eve.key)
  await ada.feeds.circle.markRead('timeline', 7)
  await meet(ada.feeds, bob.feeds)
  return { ada, bob, eve }
}

const picture = blockOf(0x55, new TextEncoder().encode('a picture'))
async function* files() {
  yield { cid: picture.cid.toString(), bytes: picture.bytes }
}

describe('an export', () => {
  it('brings everything to another device of the same author', async () => {
    const { ada, bob, eve } = await world()
    const extras = { petnames: Uint8Array.of(1, 2), identity: Uint8Array.of(3) }
    const file = new Blob([await bytesOf(exportFeeds(ada.feeds, { ...extras, files: files() }))])
    const phone = await deviceOf(ada.me, 'phone')
    const got: [string, Uint8Array][] = []
    const onFile = async (cid: string, bytes: Uint8Array) => void got.push([cid, bytes])
    expect(await importFeeds(phone.feeds, file, { onFile })).toEqual({ entries: 3, ...extras })
    expect(got).toEqual([[picture.cid.toString(), picture.bytes]])
    expect(await texts(phone.feeds.timeline())).toEqual(await texts(ada.feeds.timeline()))
    expect((await phone.feeds.profile(ada.key))?.body.nickname).toBe('Ada')
    expect([...phone.feeds.circle.followed]).toEqual([bob.key])
    expect([...phone.feeds.circle.blocked]).toEqual([eve.key])
    expect(phone.feeds.circle.readUntil('timeline')).toBe(7)
    expect(await bytesOf(exportFeeds(phone.feeds))).toEqual(await bytesOf(exportFeeds(ada.feeds)))
  })

  it('is read by another implementation: its first block is JSON, its entries are DAG-CBOR', async () => {
    const { ada } = await world()
    const archive = await CarReader.fromBytes(await bytesOf(exportFeeds(ada.feeds, { files: files() })))
    const [root] = await archive.getRoots()
    const manifest: unknown = JSON.parse(new TextDecoder().decode((await archive.get(root as never))?.bytes))
    expect(manifest).toMatchObject({ format: 'hydra feeds export', author: ada.key, entries: 3 })
    const codes: number[] = []
    for await (const { cid } of archive.blocks()) codes.push(cid.code)
    expect(codes).toEqual([0x0200, 0x71, 0x71, 0x71, 0x55])
  })

  it('of somebody else is not imported, and says whose it is', async () => {
    const { ada, bob } = await world()
    const file = new Blob([await bytesOf(exportFeeds(ada.feeds))])
    await expect(importFeeds(bob.feeds, file)).rejects.toMatchObject({ name: 'ImportError' })
    expect([...bob.feeds.circle.blocked]).toEqual([])
  })

  it('that is cut off or damaged anywhere is refused, and nothing of it is taken in', { timeout: 60_000 }, async () => {
    const { ada } = await world()
    const whole = await bytesOf(exportFeeds(ada.feeds))
    const slot = memorySlot()
    const phone = await deviceOf(ada.me, 'phone', { slot })
    for (const mutant of [...mutations(whole, 1, 300), whole.subarray(0, whole.length - 1), new Uint8Array()]) {
      const file = new Blob([mutant.slice()])
      await expect(importFeeds(phone.feeds, file), 'a damaged file').rejects.toMatchObject({ name: 'ImportError' })
    }
    expect([phone.feeds.records.size, await slot.read()]).toEqual([0, undefined])
    await importFeeds(phone.feeds, new Blob([whole]))
    expect(phone.feeds.records.size).toBe(3)
  })

  it('that promises a block of a gigabyte is refused before it is waited for', async () => {
    const { ada } = await world()
    const whole = await bytesOf(exportFeeds(ada.feeds))
    let asked = 0
    const file = async function* () {
      yield whole
      yield Uint8Array.of(0x80, 0x80, 0x80, 0x7f)
      for (; asked < 100; asked++) yield new Uint8Array(1024 * 1024)
    }
    await expect(importFeeds(ada.feeds, file)).rejects.toMatchObject({ name: 'ImportError' })
    expect(asked).toBeLessThan(3)
  })
})
