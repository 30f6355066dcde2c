import { type PublicKey, publicKeyToBytes } from '@hydra/identity'
import type { RecordId, RecordSet, StoredRecord } from '@hydra/records'
import type { Profile } from './body.ts'
import { type Entry, newerFirst } from './entry.ts'
import { decodeFeedRecord, type LogEnd } from './entry-record.ts'
import { newestOf } from './newest-of.ts'
import { ABOUT, deviceTag, laneAt, laneOf, logOf, placeOf, SAID, TAG_AT, tagAt, under } from './order.ts'

/** What an author's records say besides what it says to others. */
export interface About {
  /** The newest first. */
  readonly profiles: readonly Entry<Profile>[]
  /** How many entries of each ended log count. */
  readonly lengths: ReadonlyMap<PublicKey, number>
}

/** Reads feeds out of their records. */
export class Archive {
  readonly #records: RecordSet

  constructor(records: RecordSet) {
    this.#records = records
  }

  async get(id: RecordId): Promise<Entry | undefined> {
    const bytes = await this.#records.get(id)
    const record = bytes && decodeFeedRecord(bytes)
    if (record?.type !== 'entry') return undefined
    const { entry } = record
    return isCounted(entry, await this.about(entry.author)) ? entry : undefined
  }

  about(author: PublicKey): Promise<About> {
    return aboutOf(this.#records.range(under(laneOf(author, ABOUT))))
  }

  /** All that an author said, newest first, its devices' logs merged. */
  async *said(author: PublicKey): AsyncIterable<Entry> {
    const { about, logs } = await this.#parts(author)
    yield* newestOf(logs.map((log) => entriesOf(log, about)))
  }

  /**
   * The records of each device, the newest first, and what stands about the author below them. From log to log: what
   * lies between two ends is not read.
   */
  async #parts(author: PublicKey): Promise<{ logs: AsyncIterable<StoredRecord>[]; about: About }> {
    const logs: AsyncIterable<StoredRecord>[] = []
    const all = under(publicKeyToBytes(author))
    for (let to: Uint8Array = all.to; ; ) {
      const records = this.#records.range({ from: all.from, to, reverse: true })[Symbol.asyncIterator]()
      const { done, value: newest } = await records.next()
      if (done === true) return { logs, about: await aboutOf([]) }
      if (laneAt(newest.order) === ABOUT) return { logs, about: await aboutOf(following(newest, records)) }
      logs.push(following(newest, records, isInLogOf(newest)))
      to = logOf(author, SAID, tagAt(newest.order))
    }
  }

  /** The entries that claim a place of a log: more than one is a fork. */
  async at(author: PublicKey, device: PublicKey, sequence: number): Promise<Entry[]> {
    const tag = deviceTag(device)
    const entries: Entry[] = []
    for (const lane of [ABOUT, SAID] as const) {
      for await (const { bytes } of this.#records.range(under(placeOf(author, lane, tag, sequence)))) {
        const record = decodeFeedRecord(bytes)
        if (record.type === 'entry' && record.entry.device === device) entries.push(record.entry)
      }
    }
    return entries
  }

  /** The last entry of a device's log. */
  async head(author: PublicKey, device: PublicKey): Promise<Entry | undefined> {
    const tag = deviceTag(device)
    const lasts = [ABOUT, SAID].map(async (lane) => {
      for await (const { bytes } of this.#records.range({
        ...under(logOf(author, lane as 0 | 1, tag)),
        reverse: true,
      })) {
        const record = decodeFeedRecord(bytes)
        if (record.type === 'entry' && record.entry.device === device) return record.entry
      }
      return undefined
    })
    const [about, said] = await Promise.all(lasts)
    return about && said ? (about.sequence > said.sequence ? about : said) : (about ?? said)
  }
}

function isCounted({ device, sequence }: Entry, { lengths }: Pick<About, 'lengths'>): boolean {
  return sequence < (lengths.get(device) ?? Number.POSITIVE_INFINITY)
}

function earlier({ device, length }: LogEnd, lengths: ReadonlyMap<PublicKey, number>): number {
  return Math.min(length, lengths.get(device) ?? Number.POSITIVE_INFINITY)
}

function isProfile(entry: Entry): entry is Entry<Profile> {
  return entry.body.type === 'profile'
}

async function aboutOf(records: AsyncIterable<StoredRecord> | Iterable<StoredRecord>): Promise<About> {
  const profiles: Entry[] = []
  const lengths = new Map<PublicKey, number>()
  for await (const { bytes } of records) {
    const record = decodeFeedRecord(bytes)
    if (record.type === 'entry') profiles.push(record.entry)
    // Of two ends the earlier one counts: the author cannot be made to take an end back.
    else lengths.set(record.end.device, earlier(record.end, lengths))
  }
  const counted = profiles.filter((entry) => isCounted(entry, { lengths })).filter(isProfile)
  return { profiles: counted.sort(newerFirst), lengths }
}

/** A record, and those that come after it as long as they belong to it. */
async function* following(
  first: StoredRecord,
  records: AsyncIterator<StoredRecord>,
  belongs: (record: StoredRecord) => boolean = () => true,
): AsyncIterable<StoredRecord> {
  try {
    for (let record = first; ; ) {
      yield record
      const next = await records.next()
      if (next.done === true || !belongs(next.value)) return
      record = next.value
    }
  } finally {
    await records.return?.()
  }
}

async function* entriesOf(records: AsyncIterable<StoredRecord>, about: About): AsyncIterable<Entry> {
  for await (const { bytes } of records) {
    const record = decodeFeedRecord(bytes)
    if (record.type === 'entry' && isCounted(record.entry, about)) yield record.entry
  }
}

function isInLogOf({ order }: StoredRecord): (other: StoredRecord) => boolean {
  // Lane and device.
  const log = order.subarray(TAG_AT - 1, TAG_AT + tagAt(order).length)
  return (other) => log.every((byte, index) => other.order[TAG_AT - 1 + index] === byte)
}
