/** Bytes to be sent, kept until the other end has them: a broken path is resumed from there. */
export interface Outbox {
  /** Takes a piece once there is room for it. */
  write(piece: Uint8Array): Promise<void>
  end(): void
  /** Frees waiting writers: nothing more will be sent. */
  drop(): void
  readonly ended: boolean
  /** The first byte that is still here. */
  readonly base: number
  /** Bytes written in all. */
  readonly length: number
  /** The other end has everything up to here. */
  release(upTo: number): void
  /** Copies out what follows `from`, at most `most` bytes of it. */
  read(from: number, most: number): Uint8Array
  /** Takes so many more bytes at once. */
  grow(bytes: number): void
}

/** Pieces are let go whole: small ones, or a writer would wait for an acknowledgement that waits for more to be sent. */
const PIECE_BYTES = 16 * 1024

export function createOutbox(startBytes: number, onWritten: () => void): Outbox {
  let maxBytes = startBytes
  const pieces: Uint8Array[] = []
  let base = 0
  let length = 0
  let ended = false
  let dropped = false
  let wake: (() => void) | undefined

  function append(piece: Uint8Array): void {
    // A copy: the writer may use its buffer again while we still need the bytes.
    pieces.push(piece.slice())
    length += piece.length
    onWritten()
  }

  return {
    get ended() {
      return ended
    },
    get base() {
      return base
    },
    get length() {
      return length
    },
    async write(piece) {
      for (let offset = 0; offset < piece.length; ) {
        if (dropped) return
        const room = Math.min(PIECE_BYTES, base + maxBytes - length)
        if (room > 0) {
          append(piece.subarray(offset, offset + room))
          offset += room
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    },
    end() {
      ended = true
      onWritten()
    },
    drop() {
      dropped = true
      ended = true
      pieces.length = 0
      wake?.()
    },
    release(upTo) {
      for (let first = pieces[0]; first && base + first.length <= upTo; first = pieces[0]) {
        base += first.length
        pieces.shift()
      }
      // Part of a piece too: the other end tells in steps, and one piece as large as the box would wait for the last.
      const [first] = pieces
      if (first && upTo > base) {
        pieces[0] = first.subarray(upTo - base)
        base = upTo
      }
      wake?.()
    },
    grow(more) {
      maxBytes += more
      wake?.()
    },
    read(from, most) {
      const wanted = Math.max(0, Math.min(most, length - from))
      const bytes = new Uint8Array(wanted)
      let offset = base
      let filled = 0
      for (const piece of pieces) {
        const start = from + filled - offset
        offset += piece.length
        if (start >= piece.length) continue
        const part = piece.subarray(start, start + wanted - filled)
        bytes.set(part, filled)
        filled += part.length
        if (filled === wanted) break
      }
      return bytes
    },
  }
}
