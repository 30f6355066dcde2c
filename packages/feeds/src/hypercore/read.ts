import type { PublicKey } from '@hydra/identity'
import { decodeFeedRecord, type FeedRecord, MAX_ENTRY_BYTES } from '../entry-record.ts'
import type { Feeds } from '../feeds.ts'
import type { Core } from './core.ts'

export interface ReadHypercoreOptions {
  /** Whose records are taken. Others' are passed over, whoever wrote the core. */
  author: PublicKey
  /**
   * Hears of blocks that are no records of a feed. Whoever holds the core's key said them, and a proof of the core says
   * so; no author's signature is on them, and none can be put there.
   */
  onForeign?: (index: number, bytes: Uint8Array) => void
  /** Hears that the core's writer signed two histories. What was taken stays; nothing more is. */
  onFork?: () => void
}

export interface HypercoreReading {
  /** Blocks that were looked at, and what they were. */
  readonly counts: Readonly<Counts>
  /** Whether the core's writer signed two histories. */
  readonly forked: boolean
  /** Resolves when all blocks that the core has now are taken; throws what kept the last one out. */
  settled(): Promise<void>
  close(): Promise<void>
}

interface Counts {
  /** Records of the author, known before or not. */
  taken: number
  foreign: number
  /** Records of somebody else. */
  others: number
  /** That look like records of the author and are none: a signature does not fit. */
  refused: number
}

/** Takes an author's records out of a hypercore, and those to come. Each is verified as if a neighbour had sent it. */
export async function readFromHypercore(
  feeds: Feeds,
  core: Core,
  { author, onForeign = () => {}, onFork = () => {} }: ReadHypercoreOptions,
): Promise<HypercoreReading> {
  await core.ready()
  const counts: Counts = { taken: 0, foreign: 0, others: 0, refused: 0 }
  let [next, closed, forked] = [0, false, false]
  const isOver = (): boolean => closed || forked

  async function take(index: number, bytes: Uint8Array): Promise<void> {
    const record = recordIn(bytes)
    if (record === undefined) {
      counts.foreign++
      onForeign(index, bytes)
      return
    }
    if ((record.type === 'entry' ? record.entry.author : record.end.author) !== author) {
      counts.others++
      return
    }
    try {
      await feeds.records.add(bytes)
      counts.taken++
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'RefusedRecordError') throw error
      counts.refused++
    }
  }

  async function catchUp(): Promise<void> {
    while (!isOver() && next < core.length) {
      const bytes = await core.get(next)
      if (isOver()) return
      if (bytes) await take(next, bytes)
      next++
    }
  }

  let reading: Promise<void> = Promise.resolve()
  const more = (): void => {
    reading = reading.catch(() => undefined).then(catchUp)
    reading.catch(() => undefined)
  }
  // Its writer took something back and may say it anew. Records cannot be taken back: those stay.
  const onTruncate = (length: number): void => {
    next = Math.min(next, length)
    more()
  }
  const onConflict = (): void => {
    if (forked) return
    forked = true
    onFork()
  }
  core.on('append', more)
  core.on('truncate', onTruncate)
  core.on('conflict', onConflict)
  more()
  return {
    counts,
    get forked() {
      return forked
    },
    settled: () => reading,
    async close() {
      closed = true
      core.off('append', more)
      core.off('truncate', onTruncate)
      core.off('conflict', onConflict)
    },
  }
}

function recordIn(bytes: Uint8Array): FeedRecord | undefined {
  if (bytes.length > MAX_ENTRY_BYTES) return undefined
  try {
    return decodeFeedRecord(bytes)
  } catch {
    return undefined
  }
}
