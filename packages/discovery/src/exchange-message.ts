import { decodeCbor, encodeCbor, isBytes, isCount, isListOf } from './cbor.ts'
import { InvalidMessageError } from './errors.ts'
import { MAX_RECORD_BYTES } from './signed-record.ts'

export const EXCHANGE_PROTOCOL = '/hydra/discovery/exchange/1.0.0'

const VERSION = 1
/** A few at a time: a book cannot be read out in one go. */
export const MAX_EXCHANGED = 8
const MAX_QUESTION_BYTES = 16
const MAX_ANSWER_BYTES = MAX_EXCHANGED * (MAX_RECORD_BYTES + 8) + 16

/** Asks a neighbour for so many signed records. */
export function encodeExchangeQuestion(want: number): Uint8Array {
  return encodeCbor([VERSION, want])
}

/** Throws `InvalidMessageError` for whatever is not exactly a question. */
export function decodeExchangeQuestion(bytes: Uint8Array): number {
  const want = readBody(bytes, MAX_QUESTION_BYTES, "exchange's question")
  if (isCount(want, MAX_EXCHANGED)) return want
  throw new InvalidMessageError("exchange's question", `it does not want 0 to ${MAX_EXCHANGED} peers`)
}

export function encodeExchangeAnswer(records: readonly Uint8Array[]): Uint8Array {
  return encodeCbor([VERSION, records.slice(0, MAX_EXCHANGED)])
}

/** Throws `InvalidMessageError` for whatever is not exactly an answer. */
export function decodeExchangeAnswer(bytes: Uint8Array): Uint8Array[] {
  const records = readBody(bytes, MAX_ANSWER_BYTES, "exchange's answer")
  if (isListOf(records, MAX_EXCHANGED, isRecord)) return records
  throw new InvalidMessageError("exchange's answer", `it does not hold 0 to ${MAX_EXCHANGED} records`)
}

function isRecord(value: unknown): value is Uint8Array {
  return isBytes(value, 1, MAX_RECORD_BYTES)
}

function readBody(bytes: Uint8Array, maxBytes: number, what: string): unknown {
  const value = decodeCbor(bytes, maxBytes, what)
  if (Array.isArray(value) && value.length === 2 && value[0] === VERSION) return value[1]
  throw new InvalidMessageError(what, `it is not of version ${VERSION}`)
}
