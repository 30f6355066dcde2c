import type { PublicKey } from '@hydra/identity'
import type { RecordId, RecordSet, StoredRecord } from '@hydra/records'
import type { Archive } from './archive.ts'
import type { Contacts } from './body.ts'
import { type Entry, newerFirst } from './entry.ts'
import { decodeFeedRecord } from './entry-record.ts'
import { type Fork, Forks, Places } from './forks.ts'
import { Deleted } from './shown.ts'
import { textOf, wordsOf } from './words.ts'

/** When each of some entries was written. */
type Times = Map<RecordId, number>

/** What stands where, among all entries that are carried: read once when it is first asked for, and kept up. */
export class Catalogue {
  readonly #records: RecordSet
  readonly #archive: Archive
  readonly #replies = new Map<RecordId, Times>()
  readonly #rooms = new Map<string, Times>()
  readonly #words = new Map<string, Times>()
  readonly #contacts = new Map<PublicKey, Entry<Contacts>>()
  readonly #forks = new Forks()
  readonly #deleted = new Deleted()
  #reading: Promise<void> | undefined
  #queue: Promise<void> = Promise.resolve()

  constructor(records: RecordSet, archive: Archive) {
    this.#records = records
    this.#archive = archive
  }

  /** Takes in a record that was added. What comes before the first question is found by the reading. */
  take(record: StoredRecord): void {
    if (this.#reading !== undefined) this.#queue = this.#queue.then(() => this.#takeOne(record)).catch(() => undefined)
  }

  /** Comments and reactions, the newest first. */
  async repliesTo(id: RecordId): Promise<readonly RecordId[]> {
    await this.#ready()
    return newestFirst(this.#replies.get(id))
  }

  async inRoom(room: string): Promise<readonly RecordId[]> {
    await this.#ready()
    return newestFirst(this.#rooms.get(room))
  }

  async isDeleted(entry: Entry): Promise<boolean> {
    await this.#ready()
    return this.#deleted.has(entry)
  }

  async rooms(): Promise<readonly string[]> {
    await this.#ready()
    return [...this.#rooms.keys()]
  }

  /** Whom an author named when it last did so. */
  async contactsOf(author: PublicKey): Promise<readonly PublicKey[]> {
    await this.#ready()
    return this.#contacts.get(author)?.body.authors ?? []
  }

  async forks(): Promise<readonly Fork[]> {
    await this.#ready()
    return this.#forks.list()
  }

  /** Entries that have each of the words, or a longer one that begins with it; the newest first. */
  async find(words: string): Promise<readonly RecordId[]> {
    await this.#ready()
    const [first, ...others] = wordsOf(words).map((word) => this.#beginningWith(word))
    return newestFirst(first).filter((id) => others.every((found) => found.has(id)))
  }

  #beginningWith(prefix: string): Times {
    const found: Times = new Map()
    for (const [word, times] of this.#words) {
      if (word.startsWith(prefix)) for (const [id, time] of times) found.set(id, time)
    }
    return found
  }

  async #ready(): Promise<void> {
    this.#reading ??= this.#readAll()
    await this.#reading
    await this.#queue
  }

  async #readAll(): Promise<void> {
    const places = new Places()
    for await (const record of this.#records.range()) {
      const entry = this.#list(record)
      if (entry !== undefined && places.isTaken(entry)) await this.#noteFork(entry)
    }
  }

  async #takeOne(record: StoredRecord): Promise<void> {
    const entry = this.#list(record)
    if (entry !== undefined) await this.#noteFork(entry)
  }

  async #noteFork({ author, device, sequence }: Entry): Promise<void> {
    this.#forks.note(await this.#archive.at(author, device, sequence))
  }

  #noteContacts(entry: Entry<Contacts>): void {
    const known = this.#contacts.get(entry.author)
    if (known === undefined || newerFirst(entry, known) < 0) this.#contacts.set(entry.author, entry)
  }

  #list({ bytes }: StoredRecord): Entry | undefined {
    const record = decodeFeedRecord(bytes)
    if (record.type !== 'entry') return undefined
    const { entry } = record
    const { body, id, time } = entry
    if (body.type === 'comment' || body.type === 'reaction') listed(this.#replies, body.on).set(id, time)
    if (body.type === 'chat') listed(this.#rooms, body.room).set(id, time)
    if (body.type === 'contacts') this.#noteContacts({ ...entry, body })
    this.#deleted.note(entry)
    for (const word of wordsOf(textOf(entry))) listed(this.#words, word).set(id, time)
    return entry
  }
}

function listed<K>(lists: Map<K, Times>, key: K): Times {
  const list = lists.get(key) ?? new Map<RecordId, number>()
  lists.set(key, list)
  return list
}

function newestFirst(times: Times = new Map()): RecordId[] {
  return [...times].sort(([a, timeA], [b, timeB]) => timeB - timeA || (a < b ? 1 : -1)).map(([id]) => id)
}
