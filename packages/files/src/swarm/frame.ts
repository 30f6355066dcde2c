import { CID } from 'multiformats/cid'
import type { Bytes, Range, Want } from '../block-source.ts'
import { MAX_BLOCK_BYTES } from '../codecs.ts'
import { canCheck } from '../digest.ts'
import { concat, piecesOf } from '../joined.ts'

// PROTOCOL.md has the layouts. Whoever opens a stream asks on it, and the other side answers.

export const HEAD_BYTES = 5
const ID_BYTES = 4
const MAX_CID_BYTES = 100
/** A question names at most this many blocks: as many as one session asks for at once. */
const MAX_WANTS = 256
const MAX_QUESTION_BYTES = 64 * 1024
const MAX_ANSWER_BYTES = MAX_BLOCK_BYTES + ID_BYTES + 1 + MAX_CID_BYTES
/** More than any node of two megabytes links to. */
export const MAX_LINKS = 65_536

const ASK = 1
const CANCEL = 2
const WHICH = 3
const BLOCK = 17
const END = 18
const MAP = 19

export type Question =
  | { readonly type: 'ask'; readonly id: number; readonly wants: readonly Want[] }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'which'; readonly id: number; readonly node: CID }

export type Answer =
  | { readonly type: 'block'; readonly id: number; readonly cid: CID; readonly bytes: Bytes }
  | { readonly type: 'end'; readonly id: number; readonly busy: boolean }
  | { readonly type: 'map'; readonly id: number; readonly held: readonly boolean[] | undefined }

export type Frame = Question | Answer

/** What came is no frame of this protocol. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`The peer sent what is no frame: ${reason}. The stream is closed.`, options)
  }
}

/** A frame in parts: a block's own bytes are not copied. */
export function encodeFrame(frame: Frame): Uint8Array[] {
  switch (frame.type) {
    case 'ask':
      return framed(ASK, frame.id, ...frame.wants.flatMap(encodeWant))
    case 'cancel':
      return framed(CANCEL, frame.id)
    case 'which':
      return framed(WHICH, frame.id, prefixed(frame.node))
    case 'block': {
      const [head = new Uint8Array()] = framed(BLOCK, frame.id, prefixed(frame.cid))
      new DataView(head.buffer).setUint32(1, head.length - HEAD_BYTES + frame.bytes.byteLength)
      return [head, ...piecesOf(frame.bytes)]
    }
    case 'end':
      return framed(END, frame.id, Uint8Array.of(frame.busy ? 1 : 0))
    case 'map':
      return framed(MAP, frame.id, ...(frame.held ? [encodeMap(frame.held)] : []))
  }
}

export interface Head {
  readonly type: number
  readonly bytes: number
}

/** Reads a frame's head, and refuses it before any memory is taken for a body that is too long. */
export function decodeHead(head: Uint8Array): Head {
  const type = head[0] ?? 0
  const bytes = view(head).getUint32(1)
  const isQuestion = type === ASK || type === CANCEL || type === WHICH
  const isAnswer = type === BLOCK || type === END || type === MAP
  if (!isQuestion && !isAnswer) throw new FrameError(`its type is ${type}`)
  if (bytes < ID_BYTES || bytes > (isQuestion ? MAX_QUESTION_BYTES : MAX_ANSWER_BYTES)) {
    throw new FrameError(`a frame of type ${type} has ${bytes} bytes`)
  }
  return { type, bytes }
}

export function decodeBody(type: number, body: Bytes): Frame {
  return type === BLOCK ? decodeBlock(body) : decodeSmall(type, body.subarray())
}

function decodeBlock(body: Bytes): Frame {
  const start = body.subarray(0, Math.min(body.byteLength, ID_BYTES + 1 + MAX_CID_BYTES))
  const { cid, after } = decodeCid(start, ID_BYTES)
  const bytes = body instanceof Uint8Array ? body.subarray(after) : body.sublist(after)
  return { type: 'block', id: view(start).getUint32(0), cid, bytes }
}

function decodeSmall(type: number, body: Uint8Array): Frame {
  const id = view(body).getUint32(0)
  const rest = body.subarray(ID_BYTES)
  switch (type) {
    case ASK:
      return { type: 'ask', id, wants: decodeWants(rest) }
    case CANCEL:
      return { type: 'cancel', id: alone(id, rest, 0) }
    case WHICH: {
      const { cid: node, after } = decodeCid(rest, 0)
      return { type: 'which', id: alone(id, rest, after), node }
    }
    case END:
      return { type: 'end', id: alone(id, rest, 1), busy: rest[0] === 1 }
    default:
      return { type: 'map', id, held: rest.length === 0 ? undefined : decodeMap(rest) }
  }
}

function alone(id: number, rest: Uint8Array, expected: number): number {
  if (rest.length !== expected) throw new FrameError(`${rest.length - expected} bytes stand where none should`)
  return id
}

function framed(type: number, id: number, ...parts: readonly Uint8Array[]): Uint8Array[] {
  const head = new Uint8Array(HEAD_BYTES + ID_BYTES)
  const whole = concat([head, ...parts])
  const dataView = new DataView(whole.buffer)
  dataView.setUint8(0, type)
  dataView.setUint32(1, whole.length - HEAD_BYTES)
  dataView.setUint32(HEAD_BYTES, id)
  return [whole]
}

function prefixed({ bytes }: CID): Uint8Array {
  return concat([Uint8Array.of(bytes.length), bytes])
}

function encodeWant({ cid, below }: Want): Uint8Array[] {
  if (!below) return [Uint8Array.of(0), prefixed(cid)]
  const range = new Uint8Array(16)
  view(range).setBigUint64(0, BigInt(below.from))
  view(range).setBigUint64(8, BigInt(below.to))
  return [Uint8Array.of(1), prefixed(cid), range]
}

function decodeWants(bytes: Uint8Array): Want[] {
  const wants: Want[] = []
  for (let at = 0; at < bytes.length; ) {
    const kind = bytes[at]
    const { cid, after } = decodeCid(bytes, at + 1)
    if (kind !== 0 && kind !== 1) throw new FrameError(`a want is of kind ${kind}`)
    wants.push(kind === 0 ? { cid } : { cid, below: decodeRange(bytes.subarray(after)) })
    at = after + (kind === 0 ? 0 : 16)
    if (wants.length > MAX_WANTS) throw new FrameError(`it wants more than ${MAX_WANTS} blocks`)
  }
  return wants
}

function decodeRange(bytes: Uint8Array): Range {
  if (bytes.length < 16) throw new FrameError('a range is cut off')
  const [from, to] = [Number(view(bytes).getBigUint64(0)), Number(view(bytes).getBigUint64(8))]
  if (!Number.isSafeInteger(to) || from > to) throw new FrameError('a range ends before it begins')
  return { from, to }
}

function decodeCid(bytes: Uint8Array, at: number): { cid: CID; after: number } {
  const length = bytes[at] ?? 0
  const after = at + 1 + length
  if (length === 0 || length > MAX_CID_BYTES || after > bytes.length) throw new FrameError('a CID is cut off')
  try {
    // A copy: who remembers a CID would keep the block that it came with.
    const cid = CID.decode(bytes.slice(at + 1, after))
    if (canCheck(cid)) return { cid, after }
  } catch (cause) {
    throw new FrameError('a CID is none', { cause })
  }
  throw new FrameError('a CID has a hash that cannot be checked')
}

/** A bit for each link, the first one lowest; then how many bits of the last byte count. */
function encodeMap(held: readonly boolean[]): Uint8Array {
  const bits = new Uint8Array(Math.ceil(held.length / 8) + 1)
  for (const [index, has] of held.entries()) if (has) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7))
  bits[bits.length - 1] = held.length & 7
  return bits
}

function decodeMap(bits: Uint8Array): boolean[] {
  const used = bits.at(-1) ?? 0
  const count = (bits.length - 1) * 8 - (used === 0 ? 0 : 8 - used)
  if (used > 7 || count < 0 || count > MAX_LINKS) throw new FrameError('a map has no sound length')
  return Array.from({ length: count }, (_, index) => (((bits[index >> 3] ?? 0) >> (index & 7)) & 1) === 1)
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
