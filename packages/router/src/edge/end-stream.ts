import { BrokenStreamError } from '../errors.ts'
import type { Cell } from './cell.ts'
import { createInbox } from './inbox.ts'
import { createOutbox } from './outbox.ts'

/**
 * Bytes that one end may send before the other has taken them: what a path of eight links holds, at 64 KiB each.
 * It bounds the memory of both ends, and what a slow reader can leave lying on the path.
 */
const END_TO_END_BYTES = 512 * 1024

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
  /** Goes on from a byte that the other end may lack: 0, or what it said that it has. */
  resumeFrom(offset: number): void
  attach(carrier: Carrier): void
  detach(): void
  receive(cell: Cell): void
  /** Says that we are still here, on a path that would otherwise be given up as silent. */
  ping(): void
  /** Sends what may be sent. */
  pump(): void
  /** The next cell for a path that is not attached yet: what opens a request, or answers it. */
  firstCell(most: number): Cell
  readonly received: number
  /** The first byte of ours that the other end may lack. */
  readonly unacknowledged: number
  readonly waitingBytes: number
}

export interface EndStreamOptions {
  /** The other end sent all it had, or broke off; or the reader here wants no more. */
  onChange: (change: 'ended' | 'aborted' | 'left') => void
}

export function createEndStream(options: EndStreamOptions): EndStream {
  const outbox = createOutbox(END_TO_END_BYTES, () => pump())
  let carrier: Carrier | undefined
  let next = 0
  let limit = END_TO_END_BYTES
  let endSent = false
  let aborting = false
  let pinging = false
  let received = 0
  let consumed = 0
  let told = { received: 0, limit: END_TO_END_BYTES }
  let over = false

  const inbox = createInbox(
    (bytes) => {
      consumed += bytes
      pump()
    },
    () => options.onChange('left'),
  )

  const allowance = () => ({ received, limit: consumed + END_TO_END_BYTES })
  const sendable = () => Math.max(0, Math.min(outbox.length, limit) - next)
  const endDue = () => outbox.ended && !endSent && next + sendable() === outbox.length
  const creditDue = () =>
    consumed + END_TO_END_BYTES - told.limit >= END_TO_END_BYTES / 4 || received - told.received >= END_TO_END_BYTES / 4

  function makeCell(most: number): Cell {
    const data = outbox.read(next, Math.min(most, sendable()))
    next += data.length
    told = allowance()
    const end = outbox.ended && next === outbox.length
    endSent ||= end
    return { ...told, end, abort: end && aborting, data }
  }

  function pump(): void {
    while (carrier?.hasRoom()) {
      if (sendable() === 0 && !endDue() && !creditDue() && !pinging) return
      pinging = false
      const { small, large } = carrier
      // Up to three small frames cost less than a large one.
      const size = sendable() > 3 * small ? 'large' : 'small'
      carrier.send(makeCell(size === 'large' ? large : small), size)
    }
  }

  return {
    body: inbox.body,
    get received() {
      return received
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
      carrier = undefined
      outbox.drop()
      inbox.fail(error)
    },
    resumeFrom(offset) {
      next = Math.min(outbox.length, Math.max(outbox.base, offset))
      endSent = false
    },
    attach(path) {
      carrier = path
      pump()
    },
    detach() {
      carrier = undefined
    },
    receive(cell) {
      if (over) return
      outbox.release(cell.received)
      limit = Math.max(limit, cell.limit)
      received += cell.data.length
      // It was told how much it may send: more is an attack on our memory.
      if (received > consumed + END_TO_END_BYTES) {
        over = true
        return options.onChange('aborted')
      }
      if (cell.data.length > 0) inbox.push(cell.data)
      if (cell.abort) {
        over = true
        return options.onChange('aborted')
      }
      if (cell.end) {
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
  }
}
