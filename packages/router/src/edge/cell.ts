import { viewOf } from '../bytes.ts'
import { FrameError } from '../errors.ts'

/** What both ends of a stream tell each other inside a sealed frame: bytes, and how far the other's have come. */
export interface Cell {
  readonly end: boolean
  readonly abort: boolean
  /** More would follow, if the other end let it. */
  readonly waits: boolean
  /** Bytes of the other direction that arrived, in order: the other end need not keep them. */
  readonly received: number
  /** Up to where the other end may send. */
  readonly limit: number
  readonly data: Uint8Array
}

export const CELL_HEAD_BYTES = 15
const END = 1
const ABORT = 2
const WAITS = 4

/** Writes a cell of exactly `size` bytes: what is inside shows in no length. */
export function encodeCell(cell: Cell, size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  const view = viewOf(bytes)
  bytes[0] = (cell.end ? END : 0) | (cell.abort ? ABORT : 0) | (cell.waits ? WAITS : 0)
  writeUint48(view, 1, cell.received)
  writeUint48(view, 7, cell.limit)
  view.setUint16(13, cell.data.length)
  bytes.set(cell.data, CELL_HEAD_BYTES)
  return bytes
}

/** Reads a cell, or throws `FrameError`. Its data refers to the bytes it was given. */
export function decodeCell(bytes: Uint8Array): Cell {
  if (bytes.length < CELL_HEAD_BYTES) throw new FrameError('its cell is too short')
  const view = viewOf(bytes)
  const flags = view.getUint8(0)
  if (flags > (END | ABORT | WAITS)) throw new FrameError('its cell has unknown flags')
  const length = view.getUint16(13)
  if (CELL_HEAD_BYTES + length > bytes.length) throw new FrameError('its cell claims more than it holds')
  return {
    end: (flags & END) !== 0,
    abort: (flags & ABORT) !== 0,
    waits: (flags & WAITS) !== 0,
    received: readUint48(view, 1),
    limit: readUint48(view, 7),
    data: bytes.subarray(CELL_HEAD_BYTES, CELL_HEAD_BYTES + length),
  }
}

function writeUint48(view: DataView, offset: number, value: number): void {
  view.setUint16(offset, Math.floor(value / 2 ** 32))
  view.setUint32(offset + 2, value % 2 ** 32)
}

function readUint48(view: DataView, offset: number): number {
  return view.getUint16(offset) * 2 ** 32 + view.getUint32(offset + 2)
}
