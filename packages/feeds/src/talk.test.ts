import { describe, expect, it } from 'vitest'
import { meet, person, post, take, texts, type Person } from './people.support.ts'

/** People who follow each other, and bring each other up to date. */
async function friends(count: number): Promise<{ people: Person[]; talk: () => Promise<void> }> {
  const people = await Promise.all(Array.from({ length: count }, () => person()))
  for (const { feeds } of people) for (const { key } of people) await feeds.circle.followed.add(key)
  const talk = async () => {
    for (const _ of [0, 1]) {
      for (let i = 1; i < people.length; i++) await meet((people[0] as Person).feeds, (people[i] as Person).feeds)
    }
  }
  return { people, talk }
}

describe('what was not read yet', () => {
  it('is counted from the newest to what was read, without one’s own, as far as it is asked for', async () => {
    const [ada, bob] = [await person(), await person()]
    await ada.feeds.circle.followed.add(bob.key)
    for (const text of ['one', 'two', 'three']) await bob.feeds.write(post(text))
    await meet(ada.feeds, bob.feeds)
    await ada.feeds.write(post('mine'))
    const unread = (most?: number) => ada.feeds.unread('timeline', ada.feeds.timeline(), most)
    expect([await unread(), await unread(2)]).toEqual([3, 2])
    const [, second] = await take(bob.feeds.timeline())
    await ada.feeds.circle.markRead('timeline', second?.time ?? 0)
    expect(await unread()).toBe(1)
    await ada.feeds.circle.markRead('timeline', 0)
    expect(await unread()).toBe(1)
  })
})

describe('talking', () => {
  it('gathers comments, comments on those, and one reaction of each author', async () => {
    const { people, talk } = await friends(3)
    const [ada, bob, eve] = people as [Person, Person, Person]
    const { id } = await ada.feeds.write(post('a picture'))
    await talk()
    const first = await bob.feeds.write({ type: 'comment', on: id, text: 'lovely' })
    await bob.feeds.write({ type: 'reaction', on: id, emoji: '👍' })
    await bob.feeds.write({ type: 'reaction', on: id, emoji: '🎉' })
    await talk()
    await eve.feeds.write({ type: 'comment', on: first.id, text: 'indeed' })
    await talk()
    for (const { feeds } of people) {
      const thread = await feeds.thread(id)
      expect(thread?.comments.map(({ body }) => body.text)).toEqual(['lovely', 'indeed'])
      expect(thread?.reactions.map(({ body }) => body.emoji)).toEqual(['🎉'])
    }
    await ada.feeds.circle.muted.add(bob.key)
    expect((await ada.feeds.thread(id))?.reactions).toEqual([])
    expect(await ada.feeds.thread('0'.repeat(64) as never)).toBeUndefined()
  })

  it('has rooms that anyone may talk in', async () => {
    const { people, talk } = await friends(2)
    const [ada, bob] = people as [Person, Person]
    expect(await ada.feeds.rooms()).toEqual([])
    await ada.feeds.write({ type: 'chat', room: 'garden', text: 'hello' })
    await talk()
    await bob.feeds.write({ type: 'chat', room: 'garden', text: 'hello yourself' })
    await talk()
    expect(await texts(ada.feeds.room('garden'))).toEqual(['hello yourself', 'hello'])
    expect(await bob.feeds.rooms()).toEqual(['garden'])
  })

  it('finds words in posts, descriptions of pictures, comments and chat, whatever their accents', async () => {
    const { feeds } = await person()
    const media = [{ cid: 'bafkreiabcdefgh', mediaType: 'image/png', alt: 'A whale off the Azores' }]
    const picture = await feeds.write({ type: 'post', text: 'Café', media, tags: ['sea'] })
    await feeds.write({ type: 'chat', room: 'sea', text: 'no whales today' })
    expect((await take(feeds.search('cafe azor'))).map(({ id }) => id)).toEqual([picture.id])
    expect(await take(feeds.search('whale'))).toHaveLength(2)
    expect(await take(feeds.search('submarine'))).toEqual([])
    expect(await take(feeds.search('  '))).toEqual([])
  })

  it('remembers how far each place was read', async () => {
    const { feeds } = await person()
    const { time } = await feeds.write(post('one'))
    expect(feeds.circle.readUntil('timeline')).toBe(0)
    await feeds.circle.markRead('timeline', time)
    await feeds.circle.markRead('timeline', time - 10)
    expect(feeds.circle.readUntil('timeline')).toBe(time)
  })
})

describe('messages', () => {
  it('are read by those they are for, by their author, and by nobody else', async () => {
    const { people, talk } = await friends(3)
    const [ada, bob, eve] = people as [Person, Person, Person]
    await ada.feeds.send([bob.key], 'meet me at noon')
    await talk()
    await bob.feeds.send([ada.key], 'I will')
    await talk()
    const said = async (reader: Person, other: Person) =>
      (await take(reader.feeds.conversation(other.key))).map(({ from, text }) => [from, text])
    const expected = [
      [bob.key, 'I will'],
      [ada.key, 'meet me at noon'],
    ]
    expect(await said(ada, bob)).toEqual(expected)
    expect(await said(bob, ada)).toEqual(expected)
    expect(await said(eve, ada)).toEqual([])
    const sealed = (await take(eve.feeds.read(ada.key)))[0]?.body
    expect(sealed).toMatchObject({ type: 'sealed' })
    expect(JSON.stringify(sealed)).not.toContain(bob.key)
  })

  it('cannot be passed off as another author’s by copying them', async () => {
    const { people, talk } = await friends(3)
    const [ada, bob, eve] = people as [Person, Person, Person]
    const { body } = await ada.feeds.send([bob.key], 'I owe you ten')
    await talk()
    await eve.feeds.write(body as never)
    await talk()
    expect(await take(bob.feeds.conversation(eve.key))).toEqual([])
    expect(await take(bob.feeds.conversation(ada.key))).toHaveLength(1)
  })

  it('of one word and of ten look alike', async () => {
    const { people } = await friends(2)
    const [ada, bob] = people as [Person, Person]
    const size = async (text: string) => {
      const { body } = await ada.feeds.send([bob.key], text)
      return body.type === 'sealed' ? body.boxes.map(({ length }) => length) : []
    }
    expect(await size('no')).toEqual(await size('yes, but not before the end of next week'))
    await expect(ada.feeds.send([], 'to whom?')).rejects.toMatchObject({ name: 'InvalidEntryError' })
    await expect(ada.feeds.send([bob.key], 'x'.repeat(1_300))).rejects.toMatchObject({ name: 'InvalidEntryError' })
  })
})
