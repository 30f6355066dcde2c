import { Uint8ArrayList } from 'uint8arraylist'
import type { Bytes } from '../block-source.ts'
import type { ByteStream } from './byte-stream.ts'
import { decodeBody, decodeHead, type Frame, FrameError, HEAD_BYTES } from './frame.ts'

// A block of today's size comes in 17 messages of noise, or 64 of a data channel. More are copied into one: each holds
// all of what it was cut from, and a peer may send bytes one by one.
const MAX_PIECES = 128

/** Cuts a stream into frames. Bodies are not copied where they come in a few pieces. */
export async function* readFrames(stream: Pick<ByteStream, 'read'>, signal: AbortSignal): AsyncGenerator<Frame> {
  let piece: Uint8Array = new Uint8Array()

  /** At most so many bytes; `undefined` at the end of the stream. */
  async function some(bytes: number): Promise<Uint8Array | undefined> {
    while (piece.length === 0) {
      const next = await stream.read({ signal })
      if (!next) return undefined
      piece = next
    }
    const part = piece.subarray(0, bytes)
    piece = piece.subarray(part.length)
    return part
  }

  /** Fills an array from a place on; says how far it came. */
  async function fill(target: Uint8Array, from: number): Promise<number> {
    let at = from
    while (at < target.length) {
      const part = await some(target.length - at)
      if (!part) break
      target.set(part, at)
      at += part.length
    }
    return at
  }

  async function body(bytes: number): Promise<Bytes> {
    const list = new Uint8ArrayList()
    for (let pieces = 0; list.byteLength < bytes && pieces < MAX_PIECES; pieces++) {
      const part = await some(bytes - list.byteLength)
      if (!part) throw new FrameError('the stream ends inside it')
      list.append(part)
    }
    if (list.byteLength === bytes) return list
    const whole = new Uint8Array(bytes)
    whole.set(list.subarray())
    if ((await fill(whole, list.byteLength)) < bytes) throw new FrameError('the stream ends inside it')
    return whole
  }

  const head = new Uint8Array(HEAD_BYTES)
  for (;;) {
    const came = await fill(head, 0)
    if (came === 0) return
    if (came < HEAD_BYTES) throw new FrameError('the stream ends inside it')
    const { type, bytes } = decodeHead(head)
    yield decodeBody(type, await body(bytes))
  }
}
