import { MalformedMessageError } from './errors.ts'
import { MAX_HEAD_BYTES } from './head.ts'

export interface Message {
  readonly head: Uint8Array
  readonly body: AsyncIterableIterator<Uint8Array>
}

const LENGTH_BYTES = 4

/** Writes a message: the head's length in four bytes, the head, then the body as it comes. */
export function writeMessage(
  head: Uint8Array,
  body: AsyncIterableIterator<Uint8Array>,
): AsyncIterableIterator<Uint8Array> {
  const first = new Uint8Array(LENGTH_BYTES + head.length)
  new DataView(first.buffer).setUint32(0, head.length)
  first.set(head, LENGTH_BYTES)
  return precededBy(first, body)
}

/** Reads a message's head; what is left of the stream is its body. */
export async function readMessage(stream: AsyncIterable<Uint8Array>): Promise<Message> {
  const pieces = stream[Symbol.asyncIterator]()
  const length = await readExactly(LENGTH_BYTES, pieces, new Uint8Array(0))
  const headBytes = new DataView(length.bytes.buffer).getUint32(0)
  if (headBytes > MAX_HEAD_BYTES) throw new MalformedMessageError(`its head is over ${MAX_HEAD_BYTES} bytes`)
  const head = await readExactly(headBytes, pieces, length.rest)
  return { head: head.bytes, body: precededBy(head.rest, pieces) }
}

async function readExactly(count: number, pieces: AsyncIterator<Uint8Array>, first: Uint8Array) {
  const bytes = new Uint8Array(count)
  let piece = first
  for (let filled = 0; ; ) {
    const part = piece.subarray(0, count - filled)
    bytes.set(part, filled)
    filled += part.length
    if (filled === count) return { bytes, rest: piece.subarray(part.length) }
    const next = await pieces.next()
    if (next.done) throw new MalformedMessageError('it ended inside its head')
    piece = next.value
  }
}

// No generator: one that was never read would not run its `finally`, one that waits would not hear `return`, and the
// source would stay open.
function precededBy(first: Uint8Array, pieces: AsyncIterator<Uint8Array>): AsyncIterableIterator<Uint8Array> {
  let waiting = first.length > 0 ? first : undefined
  const iterator: AsyncIterableIterator<Uint8Array> = {
    [Symbol.asyncIterator]: () => iterator,
    async next() {
      if (!waiting) return pieces.next()
      const value = waiting
      waiting = undefined
      return { done: false, value }
    },
    async return() {
      waiting = undefined
      await pieces.return?.()
      return { done: true, value: undefined }
    },
  }
  return iterator
}
