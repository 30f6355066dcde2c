import type { PublicKey } from '@hydra/identity'
import { type RecordId, recordId } from '@hydra/records'
import { decodeFeedRecord } from '../entry-record.ts'
import type { Feeds } from '../feeds.ts'
import { ABOUT, laneOf, SAID, under } from '../order.ts'
import type { Core } from './core.ts'
import { NotWritableError } from './errors.ts'

export interface HypercoreOffer {
  /** Blocks of the core that are records of the author. */
  readonly written: number
  /** Resolves when all that was known is in the core; throws what kept the last one out. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface OfferOptions {
  /** @default one's own */
  author?: PublicKey
}

interface Waiting {
  readonly id: RecordId
  readonly bytes: Uint8Array
  readonly time: number
}

/**
 * Writes an author's records into a hypercore, each once, and those to come. A block is a record byte by byte, with the
 * signatures of device and author in it.
 */
export async function offerAsHypercore(feeds: Feeds, core: Core, options: OfferOptions = {}): Promise<HypercoreOffer> {
  const { author = feeds.author } = options
  await core.ready()
  if (!core.writable) throw new NotWritableError()
  const there = await idsIn(core)
  let closed = false

  async function write(waiting: readonly Waiting[]): Promise<void> {
    for (const { id, bytes } of waiting) {
      if (closed) return
      if (there.has(id)) continue
      await core.append(bytes)
      there.add(id)
    }
  }

  /** One after the other: a core has one writer. What a full disk kept out comes with the next. */
  let writing: Promise<void> = Promise.resolve()
  let isDue = false
  /** Whatever comes until it begins, a thousand records of a sync, is caught up with at once. */
  const catchUp = (): void => {
    if (isDue) return
    isDue = true
    writing = writing
      .catch(() => undefined)
      .then(async () => {
        isDue = false
        await write(await known(feeds, author))
      })
    writing.catch(() => undefined)
  }
  const stop = feeds.records.onAdd(({ bytes }) => {
    if (authorOf(bytes) === author) catchUp()
  })
  catchUp()
  return {
    get written() {
      return there.size
    },
    settled: () => writing,
    async close() {
      closed = true
      stop()
      await writing.catch(() => undefined)
    },
  }
}

async function idsIn(core: Core): Promise<Set<RecordId>> {
  const ids = new Set<RecordId>()
  for (let index = 0; index < core.length; index++) {
    const block = await core.get(index)
    if (block) ids.add(recordId(block))
  }
  return ids
}

/** What is known of an author, in the order in which it was said: who reads half of it has all that it answers. */
async function known(feeds: Feeds, author: PublicKey): Promise<Waiting[]> {
  const found: Waiting[] = []
  for (const lane of [ABOUT, SAID] as const) {
    for await (const { id, bytes } of feeds.records.range(under(laneOf(author, lane)))) {
      const record = decodeFeedRecord(bytes)
      found.push({ id, bytes, time: record.type === 'entry' ? record.entry.time : Number.POSITIVE_INFINITY })
    }
  }
  return found.toSorted((a, b) => (a.time === b.time ? 0 : a.time - b.time))
}

function authorOf(bytes: Uint8Array): PublicKey {
  const record = decodeFeedRecord(bytes)
  return record.type === 'entry' ? record.entry.author : record.end.author
}
