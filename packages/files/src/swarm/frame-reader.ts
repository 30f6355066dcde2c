import type { ByteStream } from './byte-stream.ts'
import { decodeBody, decodeHead, type Frame, FrameError, HEAD_BYTES } from './frame.ts'

/** Cuts a stream into frames. Each body is copied once, into memory of its own. */
export async function* readFrames(stream: Pick<ByteStream, 'read'>, signal: AbortSignal): AsyncGenerator<Frame> {
  let piece: Uint8Array = new Uint8Array()

  async function fill(target: Uint8Array): Promise<boolean> {
    for (let at = 0; at < target.length; ) {
      if (piece.length === 0) {
        const next = await stream.read({ signal })
        if (!next) {
          if (at === 0) return false
          throw new FrameError('the stream ends inside it')
        }
        piece = next
      }
      const part = piece.subarray(0, target.length - at)
      target.set(part, at)
      at += part.length
      piece = piece.subarray(part.length)
    }
    return true
  }

  const head = new Uint8Array(HEAD_BYTES)
  while (await fill(head)) {
    const { type, bytes } = decodeHead(head)
    const body = new Uint8Array(bytes)
    if (!(await fill(body))) throw new FrameError('the stream ends before its body')
    yield decodeBody(type, body)
  }
}
