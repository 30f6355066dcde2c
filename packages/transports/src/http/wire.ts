import { Uint8ArrayList } from 'uint8arraylist'
import { MalformedMessageError } from './errors.ts'

const VERSION = 1
export const SESSION_BYTES = 32
/** Of one message, either way: large enough to fill a window in a few, small enough to repeat without regret. */
export const MAX_DATA_BYTES = 256 * 1024
const HEAD_BYTES = 2 + SESSION_BYTES + 8 + 8
/** No request is longer. */
export const MAX_REQUEST_BYTES = HEAD_BYTES + 9 + MAX_DATA_BYTES

/** What every request says: who speaks, which byte it waits for next, and up to which the server may send. */
interface Head {
  readonly session: Uint8Array
  readonly next: number
  readonly limit: number
}

export type Request =
  | (Head & { readonly kind: 'open' | 'reset' })
  | (Head & { readonly kind: 'push'; readonly offset: number; readonly end: boolean; readonly data: Uint8Array })
  | (Head & { readonly kind: 'stream' | 'poll'; readonly attempt: number })

export type Frame =
  /** The server waits for this byte next, takes up to the limit, and has sent up to `sent`. */
  | { readonly kind: 'state'; readonly next: number; readonly limit: number; readonly sent: number }
  | { readonly kind: 'data'; readonly offset: number; readonly data: Uint8Array }
  | { readonly kind: 'end'; readonly offset: number }
  | { readonly kind: 'reset' | 'ping' }

const REQUESTS = ['open', 'push', 'stream', 'poll', 'reset'] as const
const FRAMES = ['state', 'data', 'end', 'reset', 'ping'] as const
const SIZES = { state: 24, end: 8, reset: 0, ping: 0 }

export function encodeRequest(request: Request): Uint8Array<ArrayBuffer> {
  const tail = request.kind === 'push' ? 9 + request.data.byteLength : 'attempt' in request ? 4 : 0
  const bytes = new Uint8Array(HEAD_BYTES + tail)
  const view = new DataView(bytes.buffer)
  bytes.set([VERSION, REQUESTS.indexOf(request.kind)])
  bytes.set(request.session, 2)
  writeOffset(view, 34, request.next)
  writeOffset(view, 42, request.limit)
  if (request.kind === 'push') {
    writeOffset(view, HEAD_BYTES, request.offset)
    bytes[HEAD_BYTES + 8] = request.end ? 1 : 0
    bytes.set(request.data, HEAD_BYTES + 9)
  } else if ('attempt' in request) {
    view.setUint32(HEAD_BYTES, request.attempt)
  }
  return bytes
}

export function decodeRequest(bytes: Uint8Array): Request {
  if (bytes.byteLength < HEAD_BYTES || bytes.byteLength > MAX_REQUEST_BYTES) throw new MalformedMessageError('length')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes[0] !== VERSION) throw new MalformedMessageError('version')
  const kind = REQUESTS[bytes[1] ?? REQUESTS.length]
  const tail = bytes.subarray(HEAD_BYTES)
  const head = { session: bytes.slice(2, 34), next: readOffset(view, 34), limit: readOffset(view, 42) }
  if ((kind === 'open' || kind === 'reset') && tail.byteLength === 0) return { kind, ...head }
  if ((kind === 'stream' || kind === 'poll') && tail.byteLength === 4) {
    return { kind, ...head, attempt: view.getUint32(HEAD_BYTES) }
  }
  const flags = tail[8]
  if (kind !== 'push' || flags === undefined || flags > 1) throw new MalformedMessageError('kind or tail')
  return { kind, ...head, offset: readOffset(view, HEAD_BYTES), end: flags === 1, data: tail.subarray(9) }
}

export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  const size = frame.kind === 'data' ? 8 + frame.data.byteLength : SIZES[frame.kind]
  const bytes = new Uint8Array(5 + size)
  const view = new DataView(bytes.buffer)
  bytes[0] = FRAMES.indexOf(frame.kind)
  view.setUint32(1, size)
  if (frame.kind === 'state') {
    writeOffset(view, 5, frame.next)
    writeOffset(view, 13, frame.limit)
    writeOffset(view, 21, frame.sent)
  } else if ('offset' in frame) {
    writeOffset(view, 5, frame.offset)
    if (frame.kind === 'data') bytes.set(frame.data, 13)
  }
  return bytes
}

/** Finds frames in a body that arrives in pieces of any size. Holds at most one frame. */
export class FrameDecoder {
  readonly #bytes = new Uint8ArrayList()

  push(piece: Uint8Array): Frame[] {
    this.#bytes.append(piece)
    const frames: Frame[] = []
    while (this.#bytes.byteLength >= 5) {
      const size = this.#bytes.getUint32(1)
      const kind = FRAMES[this.#bytes.get(0)]
      const fits = kind === 'data' ? size >= 8 && size <= 8 + MAX_DATA_BYTES : kind && size === SIZES[kind]
      if (kind === undefined || !fits) throw new MalformedMessageError('frame')
      if (this.#bytes.byteLength < 5 + size) break
      frames.push(toFrame(kind, this.#bytes.subarray(5, 5 + size)))
      this.#bytes.consume(5 + size)
    }
    return frames
  }
}

function toFrame(kind: Frame['kind'], body: Uint8Array): Frame {
  if (kind === 'reset' || kind === 'ping') return { kind }
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const first = readOffset(view, 0)
  if (kind === 'end') return { kind, offset: first }
  if (kind === 'data') return { kind, offset: first, data: body.subarray(8) }
  return { kind, next: first, limit: readOffset(view, 8), sent: readOffset(view, 16) }
}

function writeOffset(view: DataView, at: number, value: number): void {
  view.setBigUint64(at, BigInt(value))
}

function readOffset(view: DataView, at: number): number {
  const value = view.getBigUint64(at)
  // Half of what a number counts exactly, so that sums of two stay exact; four petabytes are no session.
  if (value > 2n ** 52n) throw new MalformedMessageError('offset')
  return Number(value)
}
