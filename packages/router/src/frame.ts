import { viewOf } from './bytes.ts'
import { FrameError } from './errors.ts'

/**
 * The one door for bytes from neighbours. PROTOCOL.md has every layout and the reason of every size.
 * Sizes are one less than what is on the wire, because the link's channel takes a byte.
 */
export const frameBytes = { note: 23, tiny: 511, small: 2047, large: 16383 } as const

/**
 * How far a message walked its stem, without saying how far: `walk` passes on as `walk` for a geometric number of
 * steps, then `near`, then `last`, whose receiver ends the stem. `trail` follows pointers to where the spread began,
 * `home` the stem of the announcement back to its host.
 */
export type Label = 'walk' | 'near' | 'last' | 'trail' | 'home'
const LABELS: readonly Label[] = ['walk', 'near', 'last', 'trail', 'home']

/** Why a stream ended. Coarse on purpose: a reason tells every relay on the path as much as the asker. */
export type Reason = 'done' | 'unreachable' | 'broken' | 'busy'
const REASONS: readonly Reason[] = ['done', 'unreachable', 'broken', 'busy']

/** A stream on one link: numbered by whoever opened it there, so that both ends can open at once. */
export interface Channel {
  readonly channel: number
  /** Whether the frame's sender opened the stream on this link. */
  readonly opener: boolean
}

export type Frame =
  | { readonly kind: 'open'; readonly label: Label; readonly channel: number; readonly envelope: Uint8Array }
  | ({ readonly kind: 'reply'; readonly signature: Uint8Array; readonly sealed: Uint8Array } & Channel)
  | ({ readonly kind: 'data'; readonly sealed: Uint8Array } & Channel)
  | ({ readonly kind: 'credit'; readonly bytes: number } & Channel)
  | ({ readonly kind: 'reset'; readonly reason: Reason } & Channel)
  | { readonly kind: 'stem'; readonly label: Label; readonly about: About; readonly payload: Uint8Array }
  | { readonly kind: 'have'; readonly ranked: readonly Ranked[] }
  | { readonly kind: 'want'; readonly ids: readonly Uint8Array[] }
  | ({ readonly kind: 'rank' } & Ranked)
  | { readonly kind: 'give'; readonly payload: Uint8Array }
  | { readonly kind: 'broken'; readonly announcement: Uint8Array }

/** An announcement, and how many peers it passed since its stem ended: fewer are nearer to where that was. */
export interface Ranked {
  readonly id: Uint8Array
  readonly rank: number
}

/** What walks a stem: an announcement, which leaves a trail, or a message for subscribers, which leaves none. */
export type About = 'announcement' | 'message'

type Kind = Frame['kind']
const KINDS: readonly Kind[] = [
  'open',
  'reply',
  'data',
  'credit',
  'reset',
  'stem',
  'have',
  'want',
  'give',
  'broken',
  'rank',
]

export const SIGNATURE_BYTES = 64
export const ID_BYTES = 8
/** As many ids as a small frame holds. */
export const MAX_IDS = Math.floor((frameBytes.small - 3) / ID_BYTES)
const RANKED_BYTES = ID_BYTES + 1
/** As many as a small frame holds, ranks included. */
export const MAX_RANKED = Math.floor((frameBytes.small - 3) / RANKED_BYTES)
const OPEN_HEAD = 6
const STREAM_HEAD = 6
const STEM_HEAD = 5
/** Payloads above this do not fit the largest frame. */
export const MAX_STEM_PAYLOAD = frameBytes.large - STEM_HEAD

/** How many bytes of sealed content fill a frame of this kind and size. */
export function sealedBytes(kind: 'open' | 'reply' | 'data', size: 'small' | 'large'): number {
  const head = kind === 'open' ? OPEN_HEAD : kind === 'data' ? STREAM_HEAD : STREAM_HEAD + SIGNATURE_BYTES
  return frameBytes[size] - head
}

/** How many bytes the frame takes on a link: what flow control counts. */
export function wireBytes(frame: Frame): number {
  switch (frame.kind) {
    case 'open':
      return OPEN_HEAD + frame.envelope.length
    case 'reply':
      return STREAM_HEAD + SIGNATURE_BYTES + frame.sealed.length
    case 'data':
      return STREAM_HEAD + frame.sealed.length
    case 'stem':
      return stemSize(frame.payload.length)
    case 'give':
      return frameBytes.tiny
    case 'have':
    case 'want':
      return frameBytes.small
    case 'credit':
    case 'reset':
    case 'broken':
    case 'rank':
      return frameBytes.note
  }
}

export function encodeFrame(frame: Frame): Uint8Array {
  const bytes = new Uint8Array(wireBytes(frame))
  const view = viewOf(bytes)
  bytes[0] = KINDS.indexOf(frame.kind)
  switch (frame.kind) {
    case 'open':
      bytes[1] = LABELS.indexOf(frame.label)
      view.setUint32(2, frame.channel)
      bytes.set(frame.envelope, OPEN_HEAD)
      break
    case 'reply':
      writeChannel(view, frame)
      bytes.set(frame.signature, STREAM_HEAD)
      bytes.set(frame.sealed, STREAM_HEAD + SIGNATURE_BYTES)
      break
    case 'data':
      writeChannel(view, frame)
      bytes.set(frame.sealed, STREAM_HEAD)
      break
    case 'credit':
      writeChannel(view, frame)
      view.setUint32(STREAM_HEAD, frame.bytes)
      break
    case 'reset':
      writeChannel(view, frame)
      bytes[STREAM_HEAD] = REASONS.indexOf(frame.reason)
      break
    case 'stem':
      bytes[1] = LABELS.indexOf(frame.label)
      bytes[2] = frame.about === 'announcement' ? 0 : 1
      view.setUint16(3, frame.payload.length)
      bytes.set(frame.payload, STEM_HEAD)
      break
    case 'have':
      view.setUint16(1, frame.ranked.length)
      frame.ranked.forEach((each, index) => writeRanked(bytes, 3 + index * RANKED_BYTES, each))
      break
    case 'rank':
      writeRanked(bytes, 1, frame)
      break
    case 'want':
      view.setUint16(1, frame.ids.length)
      frame.ids.forEach((id, index) => bytes.set(id, 3 + index * ID_BYTES))
      break
    case 'give':
      view.setUint16(1, frame.payload.length)
      bytes.set(frame.payload, 3)
      break
    case 'broken':
      bytes.set(frame.announcement, 1)
      break
  }
  return bytes
}

/** Reads a frame, or throws `FrameError`. What it returns refers to the bytes it was given. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const kind = KINDS[bytes[0] ?? KINDS.length]
  if (kind === undefined) throw new FrameError('its kind is unknown')
  checkSize(kind, bytes.length)
  const view = viewOf(bytes)
  switch (kind) {
    case 'open': {
      const label = nameOf(LABELS, bytes[1])
      return { kind, label, channel: view.getUint32(2), envelope: bytes.subarray(OPEN_HEAD) }
    }
    case 'reply': {
      const signature = bytes.subarray(STREAM_HEAD, STREAM_HEAD + SIGNATURE_BYTES)
      return { kind, ...readChannel(view), signature, sealed: bytes.subarray(STREAM_HEAD + SIGNATURE_BYTES) }
    }
    case 'data':
      return { kind, ...readChannel(view), sealed: bytes.subarray(STREAM_HEAD) }
    case 'credit':
      return { kind, ...readChannel(view), bytes: view.getUint32(STREAM_HEAD) }
    case 'reset':
      return { kind, ...readChannel(view), reason: nameOf(REASONS, bytes[STREAM_HEAD]) }
    case 'stem':
      return decodeStem(bytes, view)
    case 'have':
      return { kind, ranked: decodeList(view, MAX_RANKED).map((index) => readRanked(bytes, 3 + index * RANKED_BYTES)) }
    case 'rank':
      return { kind, ...readRanked(bytes, 1) }
    case 'want':
      return { kind, ids: decodeList(view, MAX_IDS).map((index) => idAt(bytes, 3 + index * ID_BYTES)) }
    case 'give':
      return { kind, payload: counted(bytes, 3, view.getUint16(1)) }
    case 'broken':
      return { kind, announcement: bytes.subarray(1, 1 + ID_BYTES) }
  }
}

function decodeStem(bytes: Uint8Array, view: DataView): Frame {
  const label = nameOf(LABELS, bytes[1])
  if (label === 'trail' || label === 'home') throw new FrameError('a stem does not follow a trail')
  const about = nameOf<About>(['announcement', 'message'], bytes[2])
  const payload = counted(bytes, STEM_HEAD, view.getUint16(3))
  if (stemSize(payload.length) !== bytes.length) throw new FrameError('a smaller frame would hold its payload')
  return { kind: 'stem', label, about, payload }
}

/** The places of a list's entries, once their number was checked. */
function decodeList(view: DataView, most: number): number[] {
  const count = view.getUint16(1)
  if (count > most) throw new FrameError(`it lists ${count} ids, and at most ${most} fit`)
  return Array.from({ length: count }, (_, index) => index)
}

const idAt = (bytes: Uint8Array, start: number): Uint8Array => bytes.subarray(start, start + ID_BYTES)

function readRanked(bytes: Uint8Array, start: number): Ranked {
  return { id: idAt(bytes, start), rank: bytes[start + ID_BYTES] ?? 0 }
}

function writeRanked(bytes: Uint8Array, start: number, { id, rank }: Ranked): void {
  bytes.set(id, start)
  bytes[start + ID_BYTES] = rank
}

function checkSize(kind: Kind, length: number): void {
  const { note, tiny, small, large } = frameBytes
  const allowed: readonly number[] =
    kind === 'credit' || kind === 'reset' || kind === 'broken' || kind === 'rank'
      ? [note]
      : kind === 'have' || kind === 'want'
        ? [small]
        : kind === 'give'
          ? [tiny]
          : kind === 'stem'
            ? [tiny, small, large]
            : [small, large]
  if (!allowed.includes(length)) throw new FrameError(`a frame of this kind never has ${length} bytes`)
}

function stemSize(payload: number): number {
  const needed = payload + STEM_HEAD
  const { tiny, small, large } = frameBytes
  return needed <= tiny ? tiny : needed <= small ? small : large
}

function counted(bytes: Uint8Array, start: number, length: number): Uint8Array {
  if (start + length > bytes.length) throw new FrameError('it claims more payload than it holds')
  return bytes.subarray(start, start + length)
}

function nameOf<T>(names: readonly T[], index: number | undefined): T {
  const name = names[index ?? names.length]
  if (name === undefined) throw new FrameError(`it holds the unknown number ${index}`)
  return name
}

function writeChannel(view: DataView, frame: Channel): void {
  view.setUint32(1, frame.channel)
  view.setUint8(5, frame.opener ? 1 : 0)
}

function readChannel(view: DataView): Channel {
  const side = view.getUint8(5)
  if (side > 1) throw new FrameError('it comes from neither side of its stream')
  return { channel: view.getUint32(1), opener: side === 1 }
}
