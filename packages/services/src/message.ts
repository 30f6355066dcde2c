import { MalformedMessageError } from './errors.ts'
import { MAX_HEAD_BYTES } from './head.ts'

/** Writes a message: the head's length in four bytes, the head, then the body as it comes. */
export async function* writeMessage(head: Uint8Array, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const first = new Uint8Array(4 + head.length)
  new DataView(first.buffer).setUint32(0, head.length)
  first.set(head, 4)
  yield first
  yield* body
}

/** Reads a message's head; what is left of the stream is its body. */
export async function readMessage(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; body: AsyncIterableIterator<Uint8Array> }> {
  const pieces = stream[Symbol.asyncIterator]()
  let read = new Uint8Array(0)
  let wanted = 4
  while (read.length < wanted) {
    const next = await pieces.next()
    if (next.done) throw new MalformedMessageError('it ended inside its head')
    read = concat(read, next.value)
    if (wanted === 4 && read.length >= 4) wanted = 4 + headLength(read)
  }
  return { head: read.subarray(4, wanted), body: rest(read.subarray(wanted), pieces) }
}

// No generator: one that was never read would not run its `finally`, and the source would stay open.
function rest(first: Uint8Array, pieces: AsyncIterator<Uint8Array>): AsyncIterableIterator<Uint8Array> {
  let waiting = first.length > 0 ? first : undefined
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      if (!waiting) return pieces.next()
      const value = waiting
      waiting = undefined
      return { done: false, value }
    },
    async return() {
      await pieces.return?.()
      return { done: true, value: undefined }
    },
  }
}

function headLength(bytes: Uint8Array): number {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  if (length > MAX_HEAD_BYTES) throw new MalformedMessageError(`its head is over ${MAX_HEAD_BYTES} bytes`)
  return length
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}
