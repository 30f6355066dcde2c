import { MAX_ADDRESS_CHARACTERS } from './address.ts'
import { MAX_ADDRESSES } from './candidate.ts'
import { decodeCbor, encodeCbor, isBytes, isCount, isListOf } from './cbor.ts'
import { InvalidMessageError } from './errors.ts'
import { MAX_RECORD_BYTES } from './signed-record.ts'

/** A peer that was reached before, for the next start. */
export interface RememberedPeer {
  readonly peerId: string
  readonly anchor: boolean
  readonly addresses: readonly string[]
  readonly signedRecord?: Uint8Array
  readonly workedAtMs: number
}

const WHAT = 'list of remembered peers'
const VERSION = 1
/** Enough to find back into any network; each costs a dial at the next start. */
export const MAX_REMEMBERED = 64
const MAX_BYTES = MAX_REMEMBERED * (MAX_RECORD_BYTES + MAX_ADDRESSES * MAX_ADDRESS_CHARACTERS + 128)

/** Writes what a store keeps. */
export function encodeRemembered(peers: readonly RememberedPeer[]): Uint8Array {
  const rows = peers
    .slice(0, MAX_REMEMBERED)
    .map((peer) => [
      peer.peerId,
      peer.anchor,
      [...peer.addresses],
      peer.signedRecord ?? null,
      Math.floor(peer.workedAtMs),
    ])
  return encodeCbor([VERSION, rows])
}

/** Reads what a store kept; throws `InvalidMessageError` where it is damaged. */
export function decodeRemembered(bytes: Uint8Array): RememberedPeer[] {
  const value = decodeCbor(bytes, MAX_BYTES, WHAT)
  if (!Array.isArray(value) || value.length !== 2 || value[0] !== VERSION) {
    throw new InvalidMessageError(WHAT, 'its version is unknown')
  }
  const rows: unknown = value[1]
  if (!Array.isArray(rows) || rows.length > MAX_REMEMBERED) throw new InvalidMessageError(WHAT, 'it is too long')
  return rows.map(readRow)
}

function readRow(row: unknown): RememberedPeer {
  const [peerId, anchor, addresses, signedRecord, workedAtMs, ...more]: unknown[] = Array.isArray(row) ? row : []
  const fits =
    more.length === 0 &&
    isText(peerId) &&
    typeof anchor === 'boolean' &&
    isListOf(addresses, MAX_ADDRESSES, isText) &&
    (signedRecord === null || isBytes(signedRecord, 1, MAX_RECORD_BYTES)) &&
    isCount(workedAtMs, Number.MAX_SAFE_INTEGER)
  if (!fits) throw new InvalidMessageError(WHAT, 'a peer in it is malformed')
  return { peerId, anchor, addresses, workedAtMs, ...(signedRecord ? { signedRecord } : {}) }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_ADDRESS_CHARACTERS
}
