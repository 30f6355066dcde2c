import { joinBytes, utf8 } from './bytes.ts'
import { FrameError } from './errors.ts'

/** What is spread to all: a message for a topic's subscribers, or a question for whoever answers it. */
export interface Message {
  readonly kind: 'message' | 'question'
  readonly topic: string
  readonly bytes: Uint8Array
}

const NONCE_BYTES = 8
const MAX_TOPIC_BYTES = 255
/** What every spread carries in one piece. */
const MAX_MESSAGE_BYTES = 16_000

/** `nonce` makes two messages of the same text two messages. */
export function encodeMessage({ kind, topic, bytes }: Message, nonce: Uint8Array): Uint8Array {
  const name = utf8(topic)
  if (name.length > MAX_TOPIC_BYTES) throw new RangeError(`A topic has at most ${MAX_TOPIC_BYTES} bytes.`)
  const message = joinBytes(nonce, Uint8Array.of(kind === 'message' ? 0 : 1, name.length), name, bytes)
  if (message.length > MAX_MESSAGE_BYTES) {
    throw new RangeError(`A message has at most ${MAX_MESSAGE_BYTES - name.length - 10} bytes: host what is larger.`)
  }
  return message
}

/** Reads a message, or throws `FrameError`. */
export function decodeMessage(message: Uint8Array): Message {
  const start = NONCE_BYTES + 2
  const kind = message[NONCE_BYTES]
  const length = message[NONCE_BYTES + 1]
  if (length === undefined || message.length < start + length) throw new FrameError('its topic is cut off')
  if (kind !== 0 && kind !== 1) throw new FrameError('it is neither message nor question')
  const topic = new TextDecoder().decode(message.subarray(start, start + length))
  return { kind: kind === 0 ? 'message' : 'question', topic, bytes: message.subarray(start + length) }
}
