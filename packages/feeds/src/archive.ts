import type { PublicKey } from '@hydra/identity'
import type { RecordId, RecordSet, StoredRecord } from '@hydra/records'
import type { Profile } from './body.ts'
import { type Entry, newerFirst } from './entry.ts'
import { decodeFeedRecord, type LogEnd } from './entry-record.ts'
import { newestOf } from './newest-of.ts'
import { ABOUT, type DeviceTag, deviceTag, laneOf, logOf, placeOf, SAID, TAG_AT, tagAt, under } from './order.ts'

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

  async about(author: PublicKey): Promise<About> {
    const profiles: Entry[] = []
    const lengths = new Map<PublicKey, number>()
    for await (const { bytes } of this.#records.range(under(laneOf(author, ABOUT)))) {
      const record = decodeFeedRecord(bytes)
      if (record.type === 'entry') profiles.push(record.entry)
      // Of two ends the earlier one counts: the author cannot be made to take an end back.
      else lengths.set(record.end.device, earlier(record.end, lengths))
    }
    const counted = profiles.filter((entry) => isCounted(entry, { lengths })).filter(isProfile)
    return { profiles: counted.sort(newerFirst), lengths }
  }

  /** All that an author said, newest first, its devices' logs merged. */
  async *said(author: PublicKey): AsyncIterable<Entry> {
    const [about, logs] = await Promise.all([this.about(author), this.#logs(author)])
    yield* newestOf(logs.map((log) => entriesOf(log, about)))
  }

  /** The records of each device, the newest first. From log to log: what lies between two ends is not read. */
  async #logs(author: PublicKey): Promise<AsyncIterable<StoredRecord>[]> {
    const logs: AsyncIterable<StoredRecord>[] = []
    const lane = under(laneOf(author, SAID))
    for (let to: Uint8Array = lane.to; ; ) {
      const records = this.#records.range({ from: lane.from, to, reverse: true })[Symbol.asyncIterator]()
      const { done, value: newest } = await records.next()
      if (done === true) return logs
      const tag = tagAt(newest.order)
      logs.push(oneLog(newest, records, tag))
      to = logOf(author, SAID, tag)
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

/** The records that follow in the same log. */
async function* oneLog(
  newest: StoredRecord,
  records: AsyncIterator<StoredRecord>,
  tag: DeviceTag,
): AsyncIterable<StoredRecord> {
  try {
    for (let record = newest; ; ) {
      yield record
      const next = await records.next()
      if (next.done === true || !isIn(tag, next.value.order)) return
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

function isIn(tag: DeviceTag, order: Uint8Array): boolean {
  return tag.every((byte, index) => order[TAG_AT + index] === byte)
}
