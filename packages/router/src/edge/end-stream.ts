import { BrokenStreamError } from '../errors.ts'
import type { Cell } from './cell.ts'
import { createInbox } from './inbox.ts'
import { createOutbox } from './outbox.ts'
import type { Pool } from './pool.ts'

/**
 * Bytes that one end may send before the other has taken them: what a path of eight links holds, at 64 KiB each.
 * It bounds the memory of both ends, and what a slow reader can leave lying on the path.
 */
const START_BYTES = 512 * 1024
/** The same where the reader keeps pace, and the way is what takes long: 3 MB/s on a way of 1.3 s there and back. */
const MOST_BYTES = 4 * 1024 * 1024

/** More than this does not fit a small frame, or nearly so. */
export const FULL_BYTES = 1_500
/** Up to so many small frames cost less than a large one. */
export const SMALL_FRAMES = 3
/** More than this does not fit a large first frame, or nearly so. */
const FIRST_BYTES = 16_000

/** Takes cells to the other end, for as long as its path holds. */
export interface Carrier {
  hasRoom(): boolean
  /** Bytes of data that fit a cell, in a small and a large frame. */
  readonly small: number
  readonly large: number
  send(cell: Cell, size: 'small' | 'large'): void
}

/** One end of a stream of bytes both ways. It outlives the path that carries it. */
export interface EndStream {
  readonly body: AsyncIterableIterator<Uint8Array>
  write(piece: Uint8Array): Promise<void>
  end(): void
  /** Breaks off after what was written: the other end learns that there should have been more. */
  abort(): void
  /** Breaks off, for the reader and the writer here. */
  fail(error: Error): void
  /** Goes on from a byte that the other end may lack: 0, or what it said that it has; it may have the end as well. */
  resumeFrom(offset: number, hasEnd?: boolean): void
  attach(carrier: Carrier): void
  detach(): void
  /** Gives back what the windows took. */
  close(): void
  receive(cell: Cell): void
  /** Says that we are still here, on a path that would otherwise be given up as silent. */
  ping(): void
  /** Sends what may be sent. */
  pump(): void
  /** The next cell for a path that is not attached yet: what opens a request, or answers it. */
  firstCell(most: number): Cell
  /** Calls back when that cell would be full, or have all there is. */
  whenWorthSending(call: () => void): void
  readonly received: number
  /** Whether the other end has sent all that it will. */
  readonly isRead: boolean
  /** The first byte of ours that the other end may lack. */
  readonly unacknowledged: number
  readonly waitingBytes: number
}

export interface EndStreamOptions {
  /** What all streams of this peer share to grow their windows from. */
  pool: Pool
  /** The other end sent all it had, or broke off; or the reader here wants no more. */
  onChange: (change: 'ended' | 'aborted' | 'left') => void
}

export function createEndStream(options: EndStreamOptions): EndStream {
  const { pool } = options
  const outbox = createOutbox(START_BYTES, () => pump())
  let carrier: Carrier | undefined
  let next = 0
  let limit = START_BYTES
  let window = START_BYTES
  let taken = 0
  let grownAt = -START_BYTES
  let outboxGrown = 0
  let endSent = false
  let aborting = false
  let pinging = false
  let received = 0
  let consumed = 0
  let told = { received: 0, limit: START_BYTES }
  let ended = false
  let over = false
  let waitsForMore: (() => void) | undefined

  const inbox = createInbox(
    (bytes) => {
      consumed += bytes
      pump()
    },
    () => options.onChange('left'),
  )

  const allowance = () => ({ received, limit: consumed + window })
  const sendable = () => Math.max(0, Math.min(outbox.length, limit) - next)
  const endDue = () => outbox.ended && !endSent && next + sendable() === outbox.length
  const creditDue = () => consumed + window - told.limit >= window / 4 || received - told.received >= window / 4

  function take(bytes: number): number {
    const more = pool.take(bytes)
    taken += more
    return more
  }

  // A window is too small if the other end waits for it although the reader here takes what comes. Once a window, or the
  // other end would say so several times before it hears.
  function growInbox(): void {
    if (received < grownAt + window || received - consumed > window / 4) return
    grownAt = received
    window += take(Math.min(window, MOST_BYTES - window))
  }

  // What the other end lets us send is kept here until it has it.
  function growOutbox(): void {
    const wanted = Math.min(limit - outbox.base, MOST_BYTES) - START_BYTES - outboxGrown
    if (wanted <= 0) return
    const more = take(wanted)
    outboxGrown += more
    outbox.grow(more)
  }

  function makeCell(most: number): Cell {
    const data = outbox.read(next, Math.min(most, sendable()))
    next += data.length
    told = allowance()
    const end = outbox.ended && next === outbox.length
    endSent ||= end
    const waits = next === limit && (!outbox.ended || next < outbox.length)
    return { ...told, end, abort: end && aborting, waits, data }
  }

  function pump(): void {
    tellWhenWorthSending()
    while (carrier?.hasRoom()) {
      if (sendable() === 0 && !endDue() && !creditDue() && !pinging) return
      pinging = false
      const { small, large } = carrier
      const size = sendable() > SMALL_FRAMES * small ? 'large' : 'small'
      carrier.send(makeCell(size === 'large' ? large : small), size)
    }
  }

  function tellWhenWorthSending(): void {
    if (!outbox.ended && sendable() < FIRST_BYTES) return
    waitsForMore?.()
    waitsForMore = undefined
  }

  function close(): void {
    carrier = undefined
    pool.giveBack(taken)
    taken = 0
  }

  return {
    body: inbox.body,
    get received() {
      return received
    },
    get isRead() {
      return ended
    },
    get unacknowledged() {
      return outbox.base
    },
    get waitingBytes() {
      return sendable()
    },
    write: (piece) => outbox.write(piece),
    end: () => outbox.end(),
    abort() {
      aborting = true
      inbox.fail(new BrokenStreamError('it was aborted here'))
      outbox.end()
    },
    fail(error) {
      over = true
      close()
      outbox.drop()
      inbox.fail(error)
    },
    resumeFrom(offset, hasEnd = false) {
      next = Math.min(outbox.length, Math.max(outbox.base, offset))
      endSent = hasEnd && next === outbox.length
    },
    attach(path) {
      carrier = path
      pump()
    },
    detach() {
      carrier = undefined
    },
    close,
    receive(cell) {
      if (over) return
      outbox.release(cell.received)
      limit = Math.max(limit, cell.limit)
      growOutbox()
      if (cell.waits) growInbox()
      received += cell.data.length
      // It was told how much it may send: more is an attack on our memory.
      if (received > consumed + window) {
        over = true
        return options.onChange('aborted')
      }
      if (cell.data.length > 0) inbox.push(cell.data)
      if (cell.abort) {
        over = true
        return options.onChange('aborted')
      }
      if (cell.end) {
        ended = true
        inbox.end()
        options.onChange('ended')
      }
      pump()
    },
    ping() {
      pinging = true
      pump()
    },
    pump,
    firstCell: makeCell,
    whenWorthSending(call) {
      waitsForMore = call
      tellWhenWorthSending()
    },
  }
}
