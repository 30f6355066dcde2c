import { decodeCbor, encodeCbor, isBytes, isCount, isListOf } from '../cbor.ts'
import { InvalidMessageError } from '../errors.ts'
import { MAX_RECORD_BYTES } from '../signed-record.ts'
import { TOPIC_BYTES } from '../topic.ts'

/** Both over HTTP and over a libp2p stream. */
export const TRACKER_PROTOCOL = '/hydra/discovery/tracker/1.0.0'

const VERSION = 1
/** More than a mesh needs to choose from; sixteen of the largest records are 64 KiB. */
export const MAX_WANTED = 16
const MAX_RETRY_S = 86_400
export const MAX_QUESTION_BYTES = MAX_RECORD_BYTES + 128
export const MAX_ANSWER_BYTES = MAX_WANTED * (MAX_RECORD_BYTES + 8) + 128

/** Who is there? And, where a record comes along: I am here too. */
export interface TrackerQuestion {
  readonly topic: Uint8Array
  readonly want: number
  readonly record?: Uint8Array
}

export const REFUSALS = ['malformed', 'foreign-record', 'no-address', 'too-often', 'full'] as const
export type TrackerRefusal = (typeof REFUSALS)[number]

/** Signed records of peers of the topic, or why not; either way, when to ask again. */
export type TrackerAnswer =
  | { readonly records: readonly Uint8Array[]; readonly retryS: number }
  | { readonly refused: TrackerRefusal; readonly retryS: number }

export function encodeQuestion({ topic, want, record }: TrackerQuestion): Uint8Array {
  return encodeCbor([VERSION, topic, want, record ?? null])
}

/** Throws `InvalidMessageError` for whatever is not exactly a question. */
export function decodeQuestion(bytes: Uint8Array): TrackerQuestion {
  const what = "tracker's question"
  const [topic, want, record] = readFields(decodeCbor(bytes, MAX_QUESTION_BYTES, what), 4, what)
  if (!isBytes(topic, TOPIC_BYTES, TOPIC_BYTES)) throw new InvalidMessageError(what, 'its topic has not 32 bytes')
  if (!isCount(want, MAX_WANTED)) throw new InvalidMessageError(what, `it wants more than ${MAX_WANTED} peers`)
  if (record === null) return { topic, want }
  if (!isBytes(record, 1, MAX_RECORD_BYTES)) throw new InvalidMessageError(what, 'its record has a wrong size')
  return { topic, want, record }
}

export function encodeAnswer(answer: TrackerAnswer): Uint8Array {
  const body = 'refused' in answer ? REFUSALS.indexOf(answer.refused) : [...answer.records]
  return encodeCbor([VERSION, body, answer.retryS])
}

/** Throws `InvalidMessageError` for whatever is not exactly an answer. */
export function decodeAnswer(bytes: Uint8Array): TrackerAnswer {
  const what = "tracker's answer"
  const [body, retryS] = readFields(decodeCbor(bytes, MAX_ANSWER_BYTES, what), 3, what)
  if (!isCount(retryS, MAX_RETRY_S)) throw new InvalidMessageError(what, 'it says no time to ask again')
  const refused = isCount(body, REFUSALS.length - 1) ? REFUSALS[body] : undefined
  if (refused) return { refused, retryS }
  if (isListOf(body, MAX_WANTED, isRecord)) return { records: body, retryS }
  throw new InvalidMessageError(what, 'it holds neither records nor a reason')
}

function isRecord(value: unknown): value is Uint8Array {
  return isBytes(value, 1, MAX_RECORD_BYTES)
}

function readFields(value: unknown, count: number, what: string): unknown[] {
  if (!Array.isArray(value) || value.length !== count) throw new InvalidMessageError(what, `it has not ${count} fields`)
  const [version, ...fields]: unknown[] = value
  if (version !== VERSION) throw new InvalidMessageError(what, `its version is not ${VERSION}`)
  return fields
}
