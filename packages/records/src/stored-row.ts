import { equalBytes } from './byte-order.ts'
import { crc32 } from './crc32.ts'
import { ID_BYTES, idOf } from './key.ts'
import type { Entry } from './record-store.ts'
import { sha256 } from './sha256.ts'

/** An entry as databases keep it. */
export interface Row {
  readonly seq: number
  readonly key: Uint8Array
  readonly body: Uint8Array | null
  readonly crc: number
}

/** Over what the id does not cover: the place, and whether there is a body. */
export function checksum({ key, body }: Entry): number {
  return crc32(Uint8Array.of(body === undefined ? 0 : 1), crc32(key))
}

/** The entry, or undefined if the row is damaged. */
export function entryOf({ key, body, crc }: Row): Entry | undefined {
  const entry = { key, body: body ?? undefined }
  if (key.length < ID_BYTES + 2 || checksum(entry) !== crc) return undefined
  return entry.body === undefined || equalBytes(sha256(entry.body), idOf(key)) ? entry : undefined
}
