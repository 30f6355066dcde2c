import { defaultLimits } from './limits.ts'
import { type MessageId, messageIdBytes, readMessageId, writeMessageId } from './message-id.ts'

/** What neighbours say to each other while they spread messages. PROTOCOL-SPREAD.md has the bytes. */
export type SpreadFrame =
  | { readonly type: 'join' | 'leave' | 'graft' | 'prune'; readonly topic: string }
  | { readonly type: 'message'; readonly topic: string; readonly bytes: Uint8Array }
  | { readonly type: 'have' | 'want'; readonly topic: string; readonly ids: readonly MessageId[] }

const types = ['join', 'leave', 'graft', 'prune', 'message', 'have', 'want'] as const
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const maxTopicBytes = 255

export function encodeTopic(topic: string): Uint8Array {
  const bytes = encoder.encode(topic)
  if (bytes.length === 0 || bytes.length > maxTopicBytes) {
    throw new RangeError(
      `A topic takes 1 to ${maxTopicBytes} bytes, and "${topic.slice(0, 40)}" takes ${bytes.length}.`,
    )
  }
  return bytes
}

export function encodeFrame(frame: SpreadFrame): Uint8Array {
  const topic = encodeTopic(frame.topic)
  const body = 2 + topic.length
  const bytes = new Uint8Array(body + bodyLength(frame))
  bytes[0] = types.indexOf(frame.type)
  bytes[1] = topic.length
  bytes.set(topic, 2)
  if (frame.type === 'message') bytes.set(frame.bytes, body)
  else if ('ids' in frame) {
    for (const [index, id] of frame.ids.entries()) writeMessageId(id, bytes, body + index * messageIdBytes)
  }
  return bytes
}

function bodyLength(frame: SpreadFrame): number {
  if (frame.type === 'message') return frame.bytes.length
  return 'ids' in frame ? frame.ids.length * messageIdBytes : 0
}

/** Whether this frame carries a payload, without decoding it: for whoever counts them. */
export function isPayload(frame: Uint8Array): boolean {
  return types[frame[0] ?? types.length] === 'message'
}

/** The frame, or undefined if anything about the bytes is wrong. A message's bytes are a view, not a copy. */
export function decodeFrame(bytes: Uint8Array, limits = defaultLimits): SpreadFrame | undefined {
  const type = types[bytes[0] ?? types.length]
  const topicLength = bytes[1] ?? 0
  const body = bytes.subarray(2 + topicLength)
  if (type === undefined || topicLength === 0 || bytes.length < 2 + topicLength) return undefined
  const topic = decodeTopic(bytes.subarray(2, 2 + topicLength))
  if (topic === undefined) return undefined
  if (type === 'message') {
    return body.length === 0 || body.length > limits.maxMessageBytes ? undefined : { type, topic, bytes: body }
  }
  if (type !== 'have' && type !== 'want') return body.length === 0 ? { type, topic } : undefined
  const count = body.length / messageIdBytes
  if (!Number.isInteger(count) || count === 0 || count > limits.maxIdsPerFrame) return undefined
  return { type, topic, ids: Array.from({ length: count }, (_, index) => readMessageId(body, index * messageIdBytes)) }
}

function decodeTopic(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}
