import type { ByteStream } from '../byte-stream.ts'
import { MisbehavedError } from '../errors.ts'
import { decodeFrame, encodeFrame, type Frame } from './frame.ts'
import { MAX_FRAME_BYTES } from './limits.ts'

const HEAD_BYTES = 4

/** Frames over a byte stream: each after its length, four bytes, big end first. */
export class FrameStream {
  readonly #stream: ByteStream
  readonly #signal: AbortSignal | undefined
  #buffered: Uint8Array[] = []
  #length = 0
  /** Bytes both ways, and those of them that were records. */
  bytes = 0
  recordBytes = 0

  constructor(stream: ByteStream, signal?: AbortSignal) {
    this.#stream = stream
    this.#signal = signal
  }

  async write(frame: Frame): Promise<void> {
    const payload = encodeFrame(frame)
    const bytes = new Uint8Array(HEAD_BYTES + payload.length)
    new DataView(bytes.buffer).setUint32(0, payload.length)
    bytes.set(payload, HEAD_BYTES)
    this.#count(frame, bytes.length)
    await this.#stream.write(bytes, this.#signal === undefined ? {} : { signal: this.#signal })
  }

  async read(): Promise<Frame> {
    const head = await this.#take(HEAD_BYTES)
    const length = new DataView(head.buffer, head.byteOffset).getUint32(0)
    if (length > MAX_FRAME_BYTES) throw new MisbehavedError('sent a frame that is too long')
    const frame = decodeFrame(await this.#take(length))
    this.#count(frame, HEAD_BYTES + length)
    return frame
  }

  #count(frame: Frame, bytes: number): void {
    this.bytes += bytes
    if (frame.type === 'records') for (const record of frame.records) this.recordBytes += record.length
  }

  async #take(length: number): Promise<Uint8Array> {
    while (this.#length < length) {
      const chunk = await this.#stream.read(this.#signal === undefined ? {} : { signal: this.#signal })
      if (chunk === undefined) throw new MisbehavedError('stopped half way')
      this.#buffered.push(chunk)
      this.#length += chunk.length
    }
    const all = this.#buffered.length === 1 ? (this.#buffered[0] as Uint8Array) : concat(this.#buffered, this.#length)
    this.#buffered = all.length > length ? [all.subarray(length)] : []
    this.#length -= length
    // Copied, so that a record kept does not keep the chunk it came in.
    return all.slice(0, length)
  }
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}
