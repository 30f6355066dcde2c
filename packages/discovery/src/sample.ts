import { sha256 } from '@noble/hashes/sha2.js'
import { parseAddress } from './address.ts'
import type { AddressPolicy } from './address-policy.ts'
import type { BookEntry } from './peer-book.ts'
import { readRecord } from './signed-record.ts'

/** One hour: who asks again within it gets the same few, so that asking often does not show the whole book. */
const PERIOD_MS = 3_600_000

/** Draws the few records that one asker is shown in this period. Another asker is shown others. */
export function drawSample(
  entries: Iterable<BookEntry>,
  { asker, secret, nowMs, want }: { asker: string; secret: Uint8Array; nowMs: number; want: number },
): Uint8Array[] {
  const period = Math.floor(nowMs / PERIOD_MS)
  const drawn = [...entries]
    .filter((entry) => entry.record && entry.peerId !== asker)
    .map((entry) => ({ record: entry.record?.bytes, lot: drawLot(secret, `${period} ${asker} ${entry.peerId}`) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
  return drawn.slice(0, want).flatMap(({ record }) => record ?? [])
}

function drawLot(secret: Uint8Array, text: string): string {
  const digest = sha256(Uint8Array.of(...secret, ...new TextEncoder().encode(text)))
  return String.fromCharCode(...digest.subarray(0, 8))
}

/** Whether a record is of use to strangers: one that only leads into a private network is not. */
export function mayBeShown(record: Uint8Array, policy: AddressPolicy): boolean {
  const { addresses } = readRecord(record)
  return addresses.some((address) => policy(parseAddress(address), 'strangers'))
}
