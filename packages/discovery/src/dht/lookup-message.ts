import { MAX_ADDRESS_CHARACTERS } from '../address.ts'
import { MAX_ADDRESSES } from '../candidate.ts'
import { decodeCbor, encodeCbor, isBytes, isListOf } from '../cbor.ts'
import { InvalidMessageError } from '../errors.ts'
import type { Candidate } from '../source.ts'
import { TOPIC_BYTES } from '../topic.ts'

export const LOOKUP_PROTOCOL = '/hydra/discovery/lookup/1.0.0'

const VERSION = 1
/** As many as one look-up is asked for. */
export const MAX_LOOKED_UP = 16
const MAX_PEER_ID_CHARACTERS = 64
const MAX_QUESTION_BYTES = 64
const MAX_ANSWER_BYTES = 64 * 1024

/** Asks a node to look a topic up in the DHT. */
export function encodeLookup(topic: Uint8Array): Uint8Array {
  return encodeCbor([VERSION, topic])
}

/** Throws `InvalidMessageError` for whatever is not exactly a question. */
export function decodeLookup(bytes: Uint8Array): Uint8Array {
  const topic = readBody(bytes, MAX_QUESTION_BYTES, "look-up's question")
  if (isBytes(topic, TOPIC_BYTES, TOPIC_BYTES)) return topic
  throw new InvalidMessageError("look-up's question", 'its topic has not 32 bytes')
}

export function encodeFound(found: readonly Candidate[]): Uint8Array {
  const rows: [string, string[]][] = []
  let size = 0
  for (const { peerId, addresses } of found.slice(0, MAX_LOOKED_UP)) {
    const row: [string, string[]] = [peerId, addresses.slice(0, MAX_ADDRESSES)]
    size += row.flat(2).reduce((sum, text) => sum + text.length + 4, 8)
    // What does not fit is left out: the asker may ask somebody else for more.
    if (size < MAX_ANSWER_BYTES) rows.push(row)
  }
  return encodeCbor([VERSION, rows])
}

/** Throws `InvalidMessageError` for whatever is not exactly an answer. */
export function decodeFound(bytes: Uint8Array): Candidate[] {
  const rows = readBody(bytes, MAX_ANSWER_BYTES, "look-up's answer")
  if (!isListOf(rows, MAX_LOOKED_UP, isRow)) {
    throw new InvalidMessageError("look-up's answer", `it does not hold 0 to ${MAX_LOOKED_UP} peers`)
  }
  return rows.map(([peerId, addresses]) => ({ peerId, addresses }))
}

function isRow(value: unknown): value is [string, string[]] {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [peerId, addresses]: unknown[] = value
  return isText(peerId, MAX_PEER_ID_CHARACTERS) && isListOf(addresses, MAX_ADDRESSES, isAddressText)
}

function isAddressText(value: unknown): value is string {
  return isText(value, MAX_ADDRESS_CHARACTERS)
}

function isText(value: unknown, maxCharacters: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxCharacters
}

function readBody(bytes: Uint8Array, maxBytes: number, what: string): unknown {
  const value = decodeCbor(bytes, maxBytes, what)
  if (Array.isArray(value) && value.length === 2 && value[0] === VERSION) return value[1]
  throw new InvalidMessageError(what, `it is not of version ${VERSION}`)
}
