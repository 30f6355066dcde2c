import { decode, encode } from 'cborg'
import { whyNotCanonical } from './canonical.ts'
import type { Gossip, Unsubscribe, Verdict } from './gossip.ts'
import type { Clock } from './time.ts'

// With topic and head it fits the 16,000 bytes that the router carries in one piece. More goes out in several messages.
export const MAX_PUSH_BYTES = 15 * 1024
// Records waiting to be pushed. More at once is a bulk load, which reconciliation brings for less to those who lack it.
const MAX_OUTGOING = 256
// Messages being judged at once. A busy peer passes nothing on rather than fall behind.
const MAX_JUDGING = 16

export interface PushOptions {
  gossip: Gossip
  kind: string
  delayMs: number
  clock: Clock
  /** Takes pushed records in: 'accept' if any is new, 'reject' if any is not valid. */
  readonly take: (records: readonly Uint8Array[]) => Promise<Verdict>
}

export interface Push {
  push(bytes: Uint8Array): void
  close(): void
}

/** Sends new records in batches, and takes in what others send. */
export function createPush({ gossip, kind, delayMs, clock, take }: PushOptions): Push {
  const topic = `/hydra/records/1.0.0/${kind}`
  let outgoing: Uint8Array[] = []
  let cancel: Unsubscribe | undefined
  let judging = 0

  const flush = (): void => {
    cancel = undefined
    const batches = inBatches(outgoing)
    outgoing = []
    // A push that fails is not repeated: reconciliation brings what it carried.
    for (const batch of batches) gossip.publish(topic, encode(batch)).catch(() => undefined)
  }

  const judge = async (bytes: Uint8Array): Promise<Verdict> => {
    if (judging >= MAX_JUDGING) return 'ignore'
    judging++
    try {
      const records = decodePush(bytes)
      return records === undefined ? 'reject' : await take(records)
    } finally {
      judging--
    }
  }

  const leave = gossip.join(topic, judge)
  return {
    push(bytes) {
      if (outgoing.length >= MAX_OUTGOING) return
      outgoing.push(bytes)
      cancel ??= clock.after(delayMs, flush)
    },
    close() {
      leave()
      cancel?.()
      outgoing = []
    },
  }
}

function inBatches(records: readonly Uint8Array[]): Uint8Array[][] {
  const batches: Uint8Array[][] = []
  let room = 0
  for (const record of records) {
    // At most five bytes of CBOR head for each record, nine for the batch.
    const cost = record.length + 5
    // Too large for any message: reconciliation brings it.
    if (cost > MAX_PUSH_BYTES - 9) continue
    if (cost > room) {
      batches.push([])
      room = MAX_PUSH_BYTES - 9
    }
    batches.at(-1)?.push(record)
    room -= cost
  }
  return batches
}

/** The records of a pushed message, or undefined if it is not one. */
export function decodePush(bytes: Uint8Array): Uint8Array[] | undefined {
  if (bytes.length > MAX_PUSH_BYTES || whyNotCanonical(bytes) !== undefined) return undefined
  const records: unknown = decode(bytes)
  if (!Array.isArray(records) || records.length === 0) return undefined
  return records.every((record) => record instanceof Uint8Array) ? records : undefined
}
