import { decode, encode } from 'cborg'
import { whyNotCanonical } from '../canonical.ts'
import { MAX_SYMBOLS } from '../coded-symbols.ts'
import { MisbehavedError } from '../errors.ts'
import { ID_BYTES } from '../key.ts'
import type { Part } from '../parts.ts'
import { Fields } from './frame-fields.ts'
import { LIST_BYTES, MAX_FRAME_BYTES, MAX_KIND_BYTES, SYMBOL_BYTES, VERSION } from './limits.ts'

export type Frame =
  | { readonly type: 'open'; readonly kind: string; readonly part: Part }
  | { readonly type: 'part'; readonly part: Part }
  | {
      readonly type: 'compare'
      readonly part: Part
      readonly count: number
      readonly hash: Uint8Array
      readonly counters: Uint8Array | undefined
    }
  | {
      readonly type: 'symbols'
      readonly part: Part
      readonly hash: Uint8Array
      readonly start: number
      readonly symbols: Uint8Array
    }
  | { readonly type: 'more'; readonly part: Part; readonly start: number; readonly length: number }
  | { readonly type: 'list'; readonly part: Part; readonly ids: Uint8Array }
  | { readonly type: 'want'; readonly width: number; readonly prefixes: Uint8Array }
  | { readonly type: 'want-all'; readonly part: Part }
  | { readonly type: 'records'; readonly records: readonly Uint8Array[] }
  | { readonly type: 'withheld'; readonly count: number }
  | { readonly type: 'turn'; readonly more: boolean }
  | { readonly type: 'done' }
  | { readonly type: 'refuse'; readonly reason: RefuseReason }

export type RefuseReason = 'unknown-kind' | 'busy'

const TYPES = [
  'open',
  'part',
  'compare',
  'symbols',
  'more',
  'list',
  'want',
  'want-all',
  'records',
  'withheld',
  'turn',
  'done',
  'refuse',
] as const

export function encodeFrame(frame: Frame): Uint8Array {
  return encode([TYPES.indexOf(frame.type), ...fieldsOf(frame)])
}

function fieldsOf(frame: Frame): unknown[] {
  switch (frame.type) {
    case 'open':
      return [VERSION, frame.kind, spansOf(frame.part)]
    case 'part':
    case 'want-all':
      return [spansOf(frame.part)]
    case 'compare':
      return [spansOf(frame.part), frame.count, frame.hash, frame.counters ?? null]
    case 'symbols':
      return [spansOf(frame.part), frame.hash, frame.start, frame.symbols]
    case 'more':
      return [spansOf(frame.part), frame.start, frame.length]
    case 'list':
      return [spansOf(frame.part), frame.ids]
    case 'want':
      return [frame.width, frame.prefixes]
    case 'records':
      return [frame.records]
    case 'withheld':
      return [frame.count]
    case 'turn':
      return [frame.more ? 1 : 0]
    case 'refuse':
      return [frame.reason]
    default:
      return []
  }
}

function spansOf(part: Part): unknown[] {
  return part.map(({ from, to }) => [from, to ?? null])
}

/** Decodes one frame. Throws `MisbehavedError` for anything that is not exactly one. */
export function decodeFrame(bytes: Uint8Array): Frame {
  if (bytes.length > MAX_FRAME_BYTES) throw new MisbehavedError('sent a frame that is too long')
  if (whyNotCanonical(bytes) !== undefined) throw new MisbehavedError('sent a frame that is not deterministic CBOR')
  const value: unknown = decode(bytes)
  const fields = new Fields(Array.isArray(value) ? value : [])
  const type = TYPES[fields.number(TYPES.length - 1)]
  const frame = read(type, fields)
  fields.end()
  return frame
}

function read(type: (typeof TYPES)[number] | undefined, fields: Fields): Frame {
  switch (type) {
    case 'open':
      if (fields.number(255) !== VERSION) throw new MisbehavedError('speaks another version of the protocol')
      return { type, kind: fields.text(MAX_KIND_BYTES), part: fields.part() }
    case 'part':
    case 'want-all':
      return { type, part: fields.part() }
    case 'compare':
      return {
        type,
        part: fields.part(),
        count: fields.number(),
        hash: fields.bytes(32, 32),
        counters: fields.counters(),
      }
    case 'symbols':
      return {
        type,
        part: fields.part(),
        hash: fields.bytes(32, 32),
        start: fields.number(MAX_SYMBOLS),
        symbols: fields.packed(SYMBOL_BYTES),
      }
    case 'more':
      return { type, part: fields.part(), start: fields.number(MAX_SYMBOLS), length: fields.number(MAX_SYMBOLS) }
    case 'list':
      return { type, part: fields.part(), ids: fields.packed(LIST_BYTES, 0) }
    case 'want': {
      const width = fields.number(ID_BYTES)
      return { type, width, prefixes: fields.packed(width) }
    }
    case 'records':
      return { type, records: fields.records() }
    case 'withheld':
      return { type, count: fields.number() }
    case 'refuse':
      return { type, reason: fields.oneOf(['unknown-kind', 'busy']) }
    case 'turn':
      return { type, more: fields.number(1) === 1 }
    case 'done':
      return { type }
    default:
      throw new MisbehavedError('sent a frame of an unknown type')
  }
}
