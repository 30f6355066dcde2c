import { sha256 } from '@noble/hashes/sha2.js'
import { type KeyPair, type PublicKey, publicKeyFromBytes, publicKeyToBytes, verify } from '@hydra/identity'
import { decodeRecord, encodeRecord, recordId, type Judgement } from '@hydra/records'
import { IndexRecordError } from './errors-index.ts'
import { canonicalCid, whyNotAbout } from './index-fields.ts'
import { solveStamp, type Solve, STAMP_BYTES, STAMP_WORK, workOf } from './index-stamp.ts'
import type { FileAbout, IndexEntry } from './search-index.ts'

export const INDEX_KIND = 'hydra/files/index/1'
export const MAX_INDEX_RECORD_BYTES = 1024
const TAG = 'file'
const VERSION = 1
const PURPOSE = 'hydra files index'
const FIELDS = 15
const SIGNATURE_BYTES = 64

export interface SignOptions {
  /** Higher than that of the record it takes the place of. @default 0 */
  sequence?: number
  /** @default double SHA-256 in JavaScript */
  solve?: Solve
  signal?: AbortSignal
}

/** Signs and stamps what an index record says. */
export async function signIndexRecord(
  publisher: KeyPair,
  about: FileAbout,
  options: SignOptions = {},
): Promise<Uint8Array> {
  const { sequence = 0, solve = solveStamp, signal } = options
  const own = { ...about, cid: canonicalCid(about.cid) ?? about.cid }
  const reason = whyNotAbout(own) ?? (isCount(sequence) ? undefined : 'the sequence is no whole number')
  if (reason !== undefined) throw new IndexRecordError(reason)
  const fields = fieldsOf(own, publisher.publicKey, sequence)
  const signature = await publisher.sign(PURPOSE, encodeRecord(fields))
  const stamp = await solve(challengeOf([...fields, signature]), STAMP_WORK, { ...(signal && { signal }) })
  const bytes = encodeRecord([...fields, signature, stamp])
  if (bytes.length > MAX_INDEX_RECORD_BYTES) {
    throw new IndexRecordError(
      `it has ${bytes.length} bytes, and ${MAX_INDEX_RECORD_BYTES} are the limit: shorten name, tags or description`,
    )
  }
  return bytes
}

/** Reads what was judged valid before: neither signature nor stamp is looked at. Throws `IndexRecordError`. */
export function decodeIndexRecord(bytes: Uint8Array): IndexEntry {
  return read(bytes).entry
}

/** Where the records of a publisher lie in the kind's order, or those on one CID. */
export function indexOrder(publisher: PublicKey, cid?: string): Uint8Array {
  const key = publicKeyToBytes(publisher)
  return cid === undefined ? key : Uint8Array.of(...key, ...sha256(new TextEncoder().encode(cid)))
}

/** Judges a record from its bytes alone, alike everywhere. The cheap checks come first. */
export async function validateIndexRecord(bytes: Uint8Array): Promise<Judgement> {
  try {
    const { entry, fields, signature, stamp } = read(bytes)
    if (workOf(challengeOf([...fields, signature]), stamp) < STAMP_WORK)
      return { valid: false, reason: 'too little work' }
    if (!(await verify(entry.publisher, PURPOSE, encodeRecord(fields), signature)))
      return { valid: false, reason: 'the signature does not fit' }
    return { valid: true, order: indexOrder(entry.publisher, entry.cid) }
  } catch (error) {
    return { valid: false, reason: error instanceof Error ? error.message : 'it cannot be read' }
  }
}

interface Read {
  readonly entry: IndexEntry
  readonly fields: readonly unknown[]
  readonly signature: Uint8Array
  readonly stamp: Uint8Array
}

function read(bytes: Uint8Array): Read {
  if (bytes.length > MAX_INDEX_RECORD_BYTES) throw new IndexRecordError('it is too long')
  const list = decode(bytes)
  if (!Array.isArray(list) || list.length !== FIELDS || list[0] !== TAG || list[1] !== VERSION)
    throw new IndexRecordError('its fields are others')
  const values: readonly unknown[] = list
  const [
    ,
    ,
    key,
    sequence,
    name,
    size,
    mediaType,
    cid,
    tags,
    description,
    licence,
    thumbhash,
    infohash,
    signature,
    stamp,
  ] = values
  if (!isBytes(key, 32) || !isBytes(signature, SIGNATURE_BYTES) || !isBytes(stamp, STAMP_BYTES))
    throw new IndexRecordError('key, signature or stamp is cut off')
  if (!isCount(sequence)) throw new IndexRecordError('the sequence is no whole number')
  const optional = { ...some({ description }), ...some({ licence }), ...some({ thumbhash }), ...some({ infohash }) }
  // Checked field by field right below.
  const about = { name, bytes: size, mediaType, cid, tags, ...optional } as FileAbout
  const reason = whyNotAbout(about)
  if (reason !== undefined) throw new IndexRecordError(reason)
  const entry = { id: recordId(bytes), publisher: publicKeyFromBytes(key), sequence, ...about }
  return { entry, fields: values.slice(0, -2), signature, stamp }
}

function decode(bytes: Uint8Array): unknown {
  try {
    return decodeRecord(bytes)
  } catch (cause) {
    throw new IndexRecordError('it is cut off or damaged', { cause })
  }
}

function fieldsOf(about: FileAbout, publisher: PublicKey, sequence: number): readonly unknown[] {
  const { name, bytes, mediaType, cid, tags, description, licence, thumbhash, infohash } = about
  const optional = [description ?? null, licence ?? null, thumbhash ?? null, infohash ?? null]
  return [TAG, VERSION, publicKeyToBytes(publisher), sequence, name, bytes, mediaType, cid, [...tags], ...optional]
}

function challengeOf(signed: readonly unknown[]): Uint8Array {
  return sha256(encodeRecord(signed))
}

function some(field: Record<string, unknown>): Record<string, unknown> {
  return Object.values(field)[0] === null ? {} : field
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
