import {
  type KeyPair,
  parsePublicKey,
  type PublicKey,
  publicKeyFromBytes,
  publicKeyToBytes,
  seal,
} from '@hydra/identity'
import { decodeRecord, encodeRecord } from '@hydra/records'
import type { Sealed } from './body.ts'
import type { Entry } from './entry.ts'
import { InvalidEntryError } from './errors.ts'

const PURPOSE = 'hydra feed message'
// Messages look alike in steps of this: "yes" and "no" are one size.
const STEP_BYTES = 256
const MAX_TEXT_BYTES = 1_200

export interface DirectMessage {
  readonly id: Entry['id']
  readonly from: PublicKey
  readonly to: readonly PublicKey[]
  readonly time: number
  readonly text: string
}

/** Seals a message to each of those it is for, and to its author, who wants to read it again. */
export async function sealMessage(from: PublicKey, to: readonly PublicKey[], text: string): Promise<Sealed> {
  if (to.length === 0 || to.length > 7) throw new InvalidEntryError('a message is for one to seven others')
  if (text.trim() === '' || new TextEncoder().encode(text).length > MAX_TEXT_BYTES) {
    throw new InvalidEntryError(`a message has 1 to ${MAX_TEXT_BYTES} bytes`)
  }
  const plain = padded(encodeRecord([publicKeyToBytes(from), [...to], text]))
  const readers = [...new Set([...to, from])]
  return { type: 'sealed', boxes: await Promise.all(readers.map((reader) => seal(reader, PURPOSE, plain))) }
}

/** Opens a message with one's own key; undefined where it is for others, or was copied from another author's. */
export async function openMessage(own: KeyPair, entry: Entry<Sealed>): Promise<DirectMessage | undefined> {
  for (const box of entry.body.boxes) {
    const plain = await own.open(PURPOSE, box).catch(() => undefined)
    const message = plain && read(plain)
    // A box can be copied into another's log: what is in it names its author.
    if (message?.from === entry.author) return { id: entry.id, time: entry.time, ...message }
  }
  return undefined
}

function read(plain: Uint8Array): Pick<DirectMessage, 'from' | 'to' | 'text'> | undefined {
  try {
    const fields: unknown = decodeRecord(unpadded(plain))
    if (!Array.isArray(fields)) return undefined
    const [from, to, text]: readonly unknown[] = fields
    if (!(from instanceof Uint8Array) || !Array.isArray(to) || typeof text !== 'string') return undefined
    return { from: publicKeyFromBytes(from), to: to.map((key: unknown) => parsePublicKey(key as string)), text }
  } catch {
    return undefined
  }
}

function padded(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil((bytes.length + 2) / STEP_BYTES) * STEP_BYTES)
  new DataView(out.buffer).setUint16(0, bytes.length)
  out.set(bytes, 2)
  return out
}

function unpadded(bytes: Uint8Array): Uint8Array {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint16(0)
  return bytes.subarray(2, 2 + length)
}
