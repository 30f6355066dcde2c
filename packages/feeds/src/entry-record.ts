import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { type KeyPair, type PublicKey, publicKeyFromBytes, publicKeyToBytes } from '@hydra/identity'
import { decodeRecord, encodeRecord, type RecordId, recordId } from '@hydra/records'
import { type Body, readBody } from './body.ts'
import type { Entry } from './entry.ts'
import { InvalidEntryError, UnreadableEntryError } from './errors.ts'
import { END_SEQUENCE } from './order.ts'

export const FEEDS_KIND = 'hydra/feeds/1'
/** A post of 2,000 bytes with four pictures, or sixteen without descriptions. */
export const MAX_ENTRY_BYTES = 4096
export const ENTRY_PURPOSE = 'hydra feed entry'
export const GRANT_PURPOSE = 'hydra feed device'
export const END_PURPOSE = 'hydra feed end'
const VERSION = 1
const ID_BYTES = 32
const SIGNATURE_BYTES = 64

/** The author's word that a device speaks for it. */
export function grantDevice(author: KeyPair, device: PublicKey): Promise<Uint8Array> {
  return author.sign(GRANT_PURPOSE, publicKeyToBytes(device))
}

export interface NewEntry {
  readonly author: PublicKey
  readonly grant: Uint8Array
  readonly sequence: number
  readonly previous: RecordId | undefined
  readonly time: number
  readonly body: Body | Readonly<Record<string, unknown>>
}

/** Signs an entry with the device's key. Its body is not looked at. */
export async function signEntry(device: KeyPair, entry: NewEntry): Promise<Uint8Array> {
  const { author, grant, sequence, previous, time, body } = entry
  const keys = [publicKeyToBytes(author), publicKeyToBytes(device.publicKey)]
  const place = [sequence, previous === undefined ? null : hexToBytes(previous), time]
  const fields = ['entry', VERSION, ...keys, ...place, grant, given(body)]
  const bytes = encodeRecord([...fields, await device.sign(ENTRY_PURPOSE, encodeRecord(fields))])
  if (bytes.length > MAX_ENTRY_BYTES) {
    throw new InvalidEntryError(
      `it takes ${bytes.length} bytes, and ${MAX_ENTRY_BYTES} are the limit: put less into it`,
    )
  }
  return bytes
}

/** The author's word that a device's log ends: its first `length` entries count, and none after them. */
export interface LogEnd {
  readonly author: PublicKey
  readonly device: PublicKey
  readonly length: number
}

export async function signEnd(author: KeyPair, device: PublicKey, length: number): Promise<Uint8Array> {
  const fields = ['end', VERSION, publicKeyToBytes(author.publicKey), publicKeyToBytes(device), length]
  return encodeRecord([...fields, await author.sign(END_PURPOSE, encodeRecord(fields))])
}

/** What a record of a feed holds, with what is needed to verify it. */
export type FeedRecord =
  | { readonly type: 'entry'; readonly entry: Entry; readonly grant: Uint8Array; readonly signed: Signed }
  | { readonly type: 'end'; readonly end: LogEnd; readonly signed: Signed }

export interface Signed {
  readonly fields: readonly unknown[]
  readonly signature: Uint8Array
}

/** Reads a record; signatures are not looked at. Throws `UnreadableEntryError`. */
export function decodeFeedRecord(bytes: Uint8Array): FeedRecord {
  if (bytes.length > MAX_ENTRY_BYTES) throw new UnreadableEntryError(`it has more than ${MAX_ENTRY_BYTES} bytes`)
  const fields = list(bytes)
  const [type, version] = fields
  if (version !== VERSION) throw new UnreadableEntryError('its version is another')
  if (type === 'entry' && fields.length === 10) return readEntry(recordId(bytes), fields)
  if (type === 'end' && fields.length === 6) return readEnd(fields)
  throw new UnreadableEntryError('it is neither an entry nor an end')
}

function readEntry(id: RecordId, fields: readonly unknown[]): FeedRecord {
  const [, , author, device, sequence, previous, time, grant, body, signature] = fields
  const isFirst = previous === null
  if (!isWhole(sequence, END_SEQUENCE - 1) || (sequence === 0) !== isFirst)
    throw new UnreadableEntryError('its place in the log is none')
  if (!isWhole(time, Number.MAX_SAFE_INTEGER)) throw new UnreadableEntryError('its time is none')
  if (!isMap(body)) throw new UnreadableEntryError('it has no body')
  const entry: Entry = {
    id,
    author: publicKey(author),
    device: publicKey(device),
    sequence,
    ...(isFirst ? {} : { previous: bytesToHex(sized(previous, ID_BYTES)) as RecordId }),
    time,
    body: readBody(body),
  }
  return { type: 'entry', entry, grant: sized(grant, SIGNATURE_BYTES), signed: signedOf(fields, signature) }
}

function readEnd(fields: readonly unknown[]): FeedRecord {
  const [, , author, device, length, signature] = fields
  if (!isWhole(length, END_SEQUENCE)) throw new UnreadableEntryError('its length is none')
  const end = { author: publicKey(author), device: publicKey(device), length }
  return { type: 'end', end, signed: signedOf(fields, signature) }
}

function signedOf(fields: readonly unknown[], signature: unknown): Signed {
  return { fields: fields.slice(0, -1), signature: sized(signature, SIGNATURE_BYTES) }
}

function list(bytes: Uint8Array): readonly unknown[] {
  try {
    const content = decodeRecord(bytes)
    if (Array.isArray(content)) return content
  } catch (cause) {
    throw new UnreadableEntryError('it is cut off or damaged', { cause })
  }
  throw new UnreadableEntryError('it is no list')
}

function publicKey(value: unknown): PublicKey {
  return publicKeyFromBytes(sized(value, 32))
}

function sized(value: unknown, length: number): Uint8Array {
  if (value instanceof Uint8Array && value.length === length) return value
  throw new UnreadableEntryError('a key, id or signature is cut off')
}

function isWhole(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}

/** Without what was passed as undefined, which no record can hold. */
function given(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(given)
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => (field === undefined ? [] : [[name, given(field)]])),
  )
}
