import { memorySlot } from '@hydra/identity'
import { describe, expect, it } from 'vitest'
import { signEntry, grantDevice } from './entry-record.ts'
import { deviceOf, lastingStore, meet, person, post, take, texts } from './people.support.ts'

describe('a feed', () => {
  it('is read back, the newest first, and its profile is the newest one', async () => {
    const { key, feeds } = await person()
    await feeds.write({ type: 'profile', nickname: 'Ada' })
    await feeds.write(post('one'))
    await feeds.write({ type: 'profile', nickname: 'Ada Lovelace', about: undefined })
    const two = await feeds.write(post('two'))
    expect(await texts(feeds.timeline())).toEqual(['two', 'one'])
    expect((await feeds.profile(key))?.body.nickname).toBe('Ada Lovelace')
    expect(two).toMatchObject({ sequence: 3, author: key })
    expect(await feeds.get(two.id)).toEqual(two)
  })

  it('is followed: what one writes shows in the timeline of the other, live too', async () => {
    const [ada, bob] = [await person(), await person()]
    await ada.feeds.write(post('before'))
    await meet(bob.feeds, ada.feeds)
    expect(await texts(bob.feeds.timeline())).toEqual([])
    await bob.feeds.circle.followed.add(ada.key)
    const heard: unknown[] = []
    bob.feeds.onEntry(({ body }) => heard.push(body))
    await meet(bob.feeds, ada.feeds)
    expect(await texts(bob.feeds.timeline())).toEqual(['before'])
    expect(heard).toEqual([post('before')])
    await bob.feeds.circle.followed.delete(ada.key)
    expect([await texts(bob.feeds.timeline()), bob.feeds.records.size]).toEqual([[], 0])
  })

  it('is the merge of its devices, each behind what it had seen, whatever the clocks say', async () => {
    const laptop = await person({ now: () => 5_000_000 })
    const phone = await deviceOf(laptop.me, 'phone', { now: () => 1_000 })
    await laptop.feeds.write(post('on the laptop'))
    await meet(phone.feeds, laptop.feeds)
    await phone.feeds.write(post('on the phone'))
    await meet(laptop.feeds, phone.feeds)
    await laptop.feeds.write(post('back again'))
    await meet(phone.feeds, laptop.feeds)
    for (const { feeds } of [laptop, phone]) {
      expect(await texts(feeds.read(laptop.key))).toEqual(['back again', 'on the phone', 'on the laptop'])
    }
    const status = new Map((await phone.feeds.status(laptop.key)).map((log) => [log.device, log]))
    expect(status.get(laptop.device.publicKey)).toMatchObject({ entries: 2, missing: 0, newest: 1 })
    expect(status.get(phone.device.publicKey)).toMatchObject({ entries: 1, missing: 0, newest: 0 })
  })

  it('goes on where it was after it was opened again', async () => {
    const [store, slot] = [lastingStore(), memorySlot()]
    const ada = await person({ store, slot })
    const bob = await person()
    await ada.feeds.circle.followed.add(bob.key)
    await ada.feeds.write(post('one'))
    await ada.feeds.close()
    const again = await deviceOf(ada.me, 'first', { store, slot })
    expect((await again.feeds.write(post('two'))).sequence).toBe(1)
    expect([...again.feeds.circle.followed]).toEqual([bob.key])
    expect(await again.feeds.forks()).toEqual([])
  })

  it('written from many places of a program at once has no fork and no gap', async () => {
    const { key, feeds } = await person()
    await Promise.all(Array.from({ length: 40 }, (_, i) => feeds.write(post(`${i}`))))
    expect(await feeds.forks()).toEqual([])
    expect(await feeds.status(key)).toMatchObject([{ entries: 40, missing: 0, newest: 39 }])
  })

  it('shows a fork to everybody, and both of its branches', async () => {
    const ada = await person({ store: lastingStore() })
    const copy = await deviceOf(ada.me, 'first')
    await ada.feeds.write(post('mine'))
    await copy.feeds.write({ type: 'profile', nickname: 'also me' })
    await copy.feeds.write(post('after'))
    const bob = await person()
    await bob.feeds.circle.followed.add(ada.key)
    expect(await bob.feeds.forks()).toEqual([])
    await meet(bob.feeds, ada.feeds)
    await meet(bob.feeds, copy.feeds)
    const late = await person()
    await late.feeds.circle.followed.add(ada.key)
    await meet(late.feeds, bob.feeds)
    for (const { feeds } of [bob, late]) {
      expect(await feeds.forks()).toMatchObject([{ author: ada.key, device: ada.device.publicKey, sequence: 0 }])
      expect((await feeds.forks())[0]?.entries).toHaveLength(2)
      expect(await texts(feeds.read(ada.key))).toEqual(['after', 'mine'])
    }
  })

  it('no longer counts what a lost device writes after its author ended it', async () => {
    const laptop = await person()
    const phone = await deviceOf(laptop.me, 'phone')
    await phone.feeds.write(post('still mine'))
    await meet(laptop.feeds, phone.feeds)
    await laptop.feeds.endDevice(phone.device.publicKey)
    const stolen = await phone.feeds.write(post('by the thief, offline'))
    await meet(laptop.feeds, phone.feeds)
    for (const { feeds } of [laptop, phone]) {
      expect(await texts(feeds.read(laptop.key))).toEqual(['still mine'])
      expect(await feeds.get(stolen.id)).toBeUndefined()
    }
    await expect(phone.feeds.write(post('again'))).rejects.toMatchObject({ name: 'DeviceEndedError' })
  })
})

describe('what is not shown', () => {
  it('leaves out whom this user muted or blocked, and blocked ones are not carried', async () => {
    const [ada, bob] = [await person(), await person()]
    await ada.feeds.write(post('loud'))
    const { circle } = bob.feeds
    await circle.followed.add(ada.key)
    await meet(bob.feeds, ada.feeds)
    await circle.muted.add(ada.key)
    expect(await texts(bob.feeds.timeline())).toEqual([])
    expect(await texts(bob.feeds.read(ada.key))).toEqual(['loud'])
    await circle.muted.delete(ada.key)
    await circle.blocked.add(ada.key)
    expect(await texts(bob.feeds.read(ada.key))).toEqual([])
    expect(bob.feeds.records.size).toBe(0)
    await meet(bob.feeds, ada.feeds)
    expect(bob.feeds.records.size).toBe(0)
  })

  it('takes an author at its word that an entry should go, and nobody else', async () => {
    const [ada, eve] = [await person(), await person()]
    const regretted = await ada.feeds.write(post('oops'))
    await eve.feeds.circle.followed.add(ada.key)
    await meet(eve.feeds, ada.feeds)
    await eve.feeds.write({ type: 'delete', entry: regretted.id })
    expect(await texts(eve.feeds.timeline())).toEqual(['oops'])
    await ada.feeds.write({ type: 'delete', entry: regretted.id })
    await meet(eve.feeds, ada.feeds)
    expect(await texts(eve.feeds.timeline())).toEqual([])
    expect(await eve.feeds.get(regretted.id)).toBeUndefined()
    expect(await take(eve.feeds.search('oops'))).toEqual([])
  })

  it('waits for the time of an entry from the far future, and does not follow its clock', async () => {
    let now = 1_000_000
    const ada = await person({ now: () => now + 3 * 86_400_000 })
    const bob = await person({ now: () => now })
    await ada.feeds.write(post('from the future'))
    await bob.feeds.circle.followed.add(ada.key)
    await meet(bob.feeds, ada.feeds)
    expect(await texts(bob.feeds.timeline())).toEqual([])
    expect((await bob.feeds.write(post('now'))).time).toBe(now)
    now += 3 * 86_400_000
    expect(await texts(bob.feeds.timeline())).toEqual(['from the future', 'now'])
  })
})

describe('what is written is checked', () => {
  it.each([
    [{ type: 'post', text: ' ', media: [] }, /neither text nor pictures/],
    [{ type: 'post', text: 'x'.repeat(2_001), media: [] }, /text has more than 2000 bytes/],
    [{ type: 'profile', nickname: '' }, /nickname is empty/],
    [{ type: 'comment', on: 'nothing', text: 'x' }, /on is no id/],
    [{ type: 'contacts', authors: ['me'] }, /authors\.0 is no public key/],
    [{ type: 'poem', text: 'x' }, /type is none of profile, post/],
    [undefined, /type is none of/],
  ])('refuses %j', async (body, message) => {
    const { feeds } = await person()
    const refused = expect(feeds.write(body as never)).rejects
    await refused.toMatchObject({ name: 'InvalidEntryError', message: expect.stringMatching(message) as string })
    expect(feeds.records.size).toBe(0)
  })

  it('keeps what it does not know, as it is', async () => {
    const ada = await person()
    const grant = await grantDevice(ada.me.author, ada.device.publicKey)
    const place = { author: ada.key, grant, sequence: 0, previous: undefined, time: 1 }
    const hologram = { type: 'hologram', depth: 3, html: '<script>alert(1)</script>' }
    await ada.feeds.records.add(await signEntry(ada.device, { ...place, body: hologram }))
    expect((await take(ada.feeds.read(ada.key)))[0]?.body).toEqual({
      type: 'unknown',
      name: 'hologram',
      fields: hologram,
    })
  })

  it('treats markup as text', async () => {
    const { feeds } = await person()
    const text = '<img src=x onerror=alert(1)> & "quotes"'
    expect((await feeds.get((await feeds.write(post(text))).id))?.body).toEqual(post(text))
  })
})
