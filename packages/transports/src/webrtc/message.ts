import { Uint8ArrayList } from 'uint8arraylist'
import { MalformedChannelMessageError } from './errors.ts'

export type ChannelFlag = 'fin' | 'stop-sending' | 'reset' | 'fin-ack'

/** What libp2p's WebRTC specification sends on a data channel, and one field of ours. */
export interface ChannelMessage {
  readonly flag?: ChannelFlag
  readonly data?: Uint8Array
  /** Whoever says this takes bytes of the stream up to this count. A peer that does not know the field skips it. */
  readonly limit?: number
}

/** No message that a browser lets through is longer; libp2p's own are at most 16 KiB. */
export const MAX_MESSAGE_BYTES = 256 * 1024
/** What a message adds to its data: its own length, two tags, and the length of the data. */
export const OVERHEAD_BYTES = 8

const FLAGS = ['fin', 'stop-sending', 'reset', 'fin-ack'] as const
const FLAG_TAG = (1 << 3) | 0
const DATA_TAG = (2 << 3) | 2
// A high number: whatever libp2p adds to its message next, it is not this one.
const LIMIT_TAG = (1024 << 3) | 0
// The numbers that JavaScript counts exactly.
const MAX_LIMIT = Number.MAX_SAFE_INTEGER

export function encodeChannelMessage({ flag, data, limit }: ChannelMessage): Uint8Array<ArrayBuffer> {
  const head = [
    ...(flag === undefined ? [] : [FLAG_TAG, FLAGS.indexOf(flag)]),
    ...(limit === undefined ? [] : [...varint(LIMIT_TAG), ...varint(limit)]),
    ...(data === undefined ? [] : [DATA_TAG, ...varint(data.byteLength)]),
  ]
  const length = varint(head.length + (data?.byteLength ?? 0))
  const bytes = new Uint8Array(length.length + head.length + (data?.byteLength ?? 0))
  bytes.set(length)
  bytes.set(head, length.length)
  if (data !== undefined) bytes.set(data, length.length + head.length)
  return bytes
}

/** Finds messages in what a data channel brings, however it was cut. Holds at most one message. */
export class ChannelMessageReader {
  readonly #bytes = new Uint8ArrayList()

  read(piece: Uint8Array): ChannelMessage[] {
    this.#bytes.append(piece)
    const messages: ChannelMessage[] = []
    while (this.#bytes.byteLength > 0) {
      const head = this.#bytes.subarray(0, Math.min(4, this.#bytes.byteLength))
      const length = new Fields(head).lengthIfComplete()
      if (length === undefined) break
      if (length.value > MAX_MESSAGE_BYTES) throw new MalformedChannelMessageError('length')
      const end = length.bytes + length.value
      if (this.#bytes.byteLength < end) break
      messages.push(decode(this.#bytes.subarray(length.bytes, end)))
      this.#bytes.consume(end)
    }
    return messages
  }
}

function decode(bytes: Uint8Array): ChannelMessage {
  const fields = new Fields(bytes)
  const message: { flag?: ChannelFlag; data?: Uint8Array; limit?: number } = {}
  while (!fields.over()) {
    const tag = fields.number()
    if (tag === FLAG_TAG) {
      const flag = FLAGS[fields.number()]
      // What libp2p may add some day.
      if (flag !== undefined) message.flag = flag
    } else if (tag === DATA_TAG) message.data = fields.bytes(fields.number())
    else if (tag === LIMIT_TAG) message.limit = fields.number()
    else fields.skip(tag)
  }
  return message
}

/** Reads protobuf's fields, one after the other. */
class Fields {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  over(): boolean {
    return this.#at >= this.#bytes.byteLength
  }

  /** A length at the start; nothing if more bytes have to come first. */
  lengthIfComplete(): { value: number; bytes: number } | undefined {
    const complete = this.#bytes.some((byte) => byte < 0x80)
    if (!complete && this.#bytes.byteLength < 4) return undefined
    if (!complete) throw new MalformedChannelMessageError('length')
    return { value: this.number(), bytes: this.#at }
  }

  number(): number {
    let value = 0
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw new MalformedChannelMessageError('end')
      value += (byte & 0x7f) * scale
      if (value > MAX_LIMIT) throw new MalformedChannelMessageError('number')
      if (byte < 0x80) return value
      if (scale > MAX_LIMIT) throw new MalformedChannelMessageError('number')
    }
  }

  bytes(length: number): Uint8Array {
    const start = this.#at
    this.#at += length
    if (this.#at > this.#bytes.byteLength) throw new MalformedChannelMessageError('end')
    return this.#bytes.subarray(start, this.#at)
  }

  skip(tag: number): void {
    const type = tag % 8
    if (type === 0) this.number()
    else if (type === 1) this.bytes(8)
    else if (type === 2) this.bytes(this.number())
    else if (type === 5) this.bytes(4)
    else throw new MalformedChannelMessageError('type')
  }
}

function varint(value: number): number[] {
  const bytes: number[] = []
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80)
  return [...bytes, value]
}
