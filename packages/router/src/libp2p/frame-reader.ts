import { FrameError } from '../errors.ts'

/** A frame and its length in two bytes before it, as it goes over a stream. */
export const MAX_FRAME_BYTES = 32 * 1024
const PREFIX_BYTES = 2

export function prefixed(frame: Uint8Array): Uint8Array {
  if (frame.length > MAX_FRAME_BYTES) throw new FrameError(`it has ${frame.length} bytes`)
  const bytes = new Uint8Array(PREFIX_BYTES + frame.length)
  bytes[0] = frame.length >> 8
  bytes[1] = frame.length & 0xff
  bytes.set(frame, PREFIX_BYTES)
  return bytes
}

/** Cuts a stream of bytes into frames, however the pieces arrive. Throws `FrameError` where a frame is too long. */
export function createFrameReader(onFrame: (frame: Uint8Array) => void): (piece: Uint8Array) => void {
  let frame = new Uint8Array(0)
  let filled = 0
  let prefix: number | undefined
  let reading = false

  return (piece) => {
    for (let offset = 0; offset < piece.length; ) {
      if (reading) {
        const part = piece.subarray(offset, offset + frame.length - filled)
        frame.set(part, filled)
        filled += part.length
        offset += part.length
      } else if (prefix === undefined) {
        prefix = piece[offset++]
      } else {
        const length = prefix * 256 + (piece[offset++] ?? 0)
        if (length > MAX_FRAME_BYTES) throw new FrameError(`it claims ${length} bytes`)
        prefix = undefined
        frame = new Uint8Array(length)
        filled = 0
        reading = true
      }
      if (!reading || filled < frame.length) continue
      reading = false
      onFrame(frame)
    }
  }
}
