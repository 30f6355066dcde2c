import type { KeyPair, PublicKey } from '@hydra/identity'
import type { RecordId } from '@hydra/records'
import type { Archive } from './archive.ts'
import type { Body, Comment, Reaction } from './body.ts'
import type { Catalogue } from './catalogue.ts'
import type { Circle } from './circle.ts'
import type { Entry } from './entry.ts'
import type { Feeds, Thread } from './feeds.ts'
import { newestOf } from './newest-of.ts'
import { Shown } from './shown.ts'
import type { Stamps } from './stamps.ts'

export interface ReadingOptions {
  readonly archive: Archive
  readonly catalogue: Catalogue
  readonly circle: Circle
  readonly stamps: Stamps
  readonly own: KeyPair
}

type Reading = Pick<
  Feeds,
  'get' | 'profile' | 'read' | 'timeline' | 'thread' | 'room' | 'rooms' | 'conversation' | 'search' | 'unread' | 'forks'
> & { isShown(entry: Entry): boolean }

// A thread is shown as one; who wants to bury it in comments fills this, and no more.
const MAX_COMMENTS = 1_000

/** Every way to read what is carried, less what is not to be shown. */
export function createReading({ archive, catalogue, circle, stamps, own }: ReadingOptions): Reading {
  const shown = new Shown(circle, stamps)
  const isHeard = (entry: Entry): boolean => shown.has(entry) && !circle.muted.has(entry.author)

  const get = async (id: RecordId): Promise<Entry | undefined> => {
    const entry = await archive.get(id)
    return entry && shown.has(entry) && !(await catalogue.isDeleted(entry)) ? entry : undefined
  }

  /** The entries of some ids that are shown, in the same order. */
  async function* all(ids: Iterable<RecordId>): AsyncIterable<Entry> {
    for (const id of ids) {
      const entry = await get(id)
      if (entry !== undefined && isHeard(entry)) yield entry
    }
  }

  const read = (author: PublicKey): AsyncIterable<Entry> => shown.of(archive.said(author))

  async function thread(id: RecordId): Promise<Thread | undefined> {
    const entry = await get(id)
    if (entry === undefined) return undefined
    const comments: Entry<Comment>[] = []
    const reactions = new Map<PublicKey, Entry<Reaction>>()
    for await (const reply of all(await catalogue.repliesTo(id))) {
      if (isOf(reply, 'reaction') && !reactions.has(reply.author)) reactions.set(reply.author, reply)
    }
    const open = [id]
    for (let on = open.shift(); on !== undefined && comments.length < MAX_COMMENTS; on = open.shift()) {
      for await (const reply of all(await catalogue.repliesTo(on))) {
        if (!isOf(reply, 'comment')) continue
        comments.push(reply)
        open.push(reply.id)
      }
    }
    return { entry, comments: comments.sort((a, b) => a.time - b.time), reactions: [...reactions.values()] }
  }

  return {
    isShown: isHeard,
    get,
    read,
    thread,
    async profile(author) {
      const { profiles } = await archive.about(author)
      return profiles.find((entry) => shown.has(entry))
    },
    async *timeline() {
      const authors = new Set([own.publicKey, ...circle.followed])
      for (const muted of circle.muted) authors.delete(muted)
      for await (const entry of shown.of(newestOf([...authors].map((author) => archive.said(author))))) {
        if (isOf(entry, 'post') || isOf(entry, 'album')) yield entry
      }
    },
    async *room(name) {
      yield* all(await catalogue.inRoom(name))
    },
    rooms: () => catalogue.rooms(),
    async *conversation(other) {
      const { openMessage } = await import('./sealed.ts')
      const logs = [...new Set([own.publicKey, other])].map(read)
      for await (const entry of newestOf(logs)) {
        const message = isOf(entry, 'sealed') ? await openMessage(own, entry) : undefined
        if (message && (message.from === other || message.to.includes(other))) yield message
      }
    },
    async *search(words) {
      yield* all(await catalogue.find(words))
    },
    async unread(place, entries, most = 99) {
      const until = circle.readUntil(place)
      let count = 0
      for await (const { author, time } of entries) {
        // Newest first: what follows was read.
        if (time <= until || count === most) break
        if (author !== own.publicKey) count++
      }
      return count
    },
    forks: () => catalogue.forks(),
  }
}

function isOf<T extends Body['type']>(entry: Entry, type: T): entry is Entry<Extract<Body, { type: T }>> {
  return entry.body.type === type
}
