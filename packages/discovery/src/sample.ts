import { sha256 } from '@noble/hashes/sha2.js'
import { parseAddress } from './address.ts'
import type { AddressPolicy } from './address-policy.ts'
import type { Clock } from './clock.ts'
import type { Connector } from './connector.ts'
import type { BookEntry, PeerBook } from './peer-book.ts'
import type { Random } from './random.ts'
import { readRecord } from './signed-record.ts'

/** One hour: who asks again within it gets the same few, so that asking often does not show the whole book. */
const PERIOD_MS = 3_600_000

/** Says which records an asker is shown, out of a book. */
export function createSampler(options: {
  book: PeerBook
  connector: Connector
  policy: AddressPolicy
  clock: Clock
  random: Random
}): (asker: string, want: number) => Uint8Array[] {
  const { book, connector, policy, clock, random } = options
  // Reading a thousand records anew for each question would be work that a stranger can ask for.
  const useful = new WeakMap<Uint8Array, boolean>()
  const secret = Uint8Array.from({ length: 32 }, () => Math.floor(random() * 256))

  function mayBeShown(record: Uint8Array): boolean {
    const known = useful.get(record) ?? isUseful(record, policy)
    useful.set(record, known)
    return known
  }

  return (asker, want) => {
    const connected = connector.connected()
    const proven = [...book.entries()].filter(
      ({ peerId, record, workedAtMs }) =>
        record && (workedAtMs !== undefined || connected.has(peerId)) && mayBeShown(record.bytes),
    )
    return drawSample(proven, { asker, secret, nowMs: clock.now(), want })
  }
}

/** Draws the few records that one asker is shown in this period. Another asker is shown others. */
function drawSample(
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
function isUseful(record: Uint8Array, policy: AddressPolicy): boolean {
  const { addresses } = readRecord(record)
  return addresses.some((address) => policy(parseAddress(address), 'strangers'))
}
