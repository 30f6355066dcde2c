import { MAX_FRAME_BYTES } from './frame.ts'

const MIN_WAIT_MS = 1_000
const MAX_WAIT_MS = 60_000
// A connection that lasted so long was a good one: the next failure begins to wait from the start again.
const GOOD_MS = 30_000
// Signalling is a few kilobytes; a room that takes none of it for so long is dead.
const MAX_BUFFERED_BYTES = 4 * MAX_FRAME_BYTES

export interface RoomSocketEvents {
  open(): void
  message(bytes: Uint8Array): void
  /** Something came that no member sends: text, or too much in one piece. */
  noise(): void
  close(): void
}

export interface RoomSocket {
  /** Whether it went out; a room that is down or full loses it. */
  send(bytes: Uint8Array<ArrayBuffer>): boolean
  close(): void
}

/** A WebSocket that comes back: each try waits twice as long as the one before, up to a minute. */
export function openRoomSocket(url: string, events: RoomSocketEvents, random: () => number): RoomSocket {
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let waitMs = MIN_WAIT_MS
  let openedAt = Infinity
  let closed = false

  const connect = () => {
    try {
      socket = new WebSocket(url)
    } catch {
      // A page on HTTPS may not open it: for this peer the room is as good as down.
      retry()
      return
    }
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('open', () => {
      openedAt = performance.now()
      events.open()
    })
    socket.addEventListener('message', ({ data }: MessageEvent) => {
      if (data instanceof ArrayBuffer && data.byteLength <= MAX_FRAME_BYTES) events.message(new Uint8Array(data))
      else events.noise()
    })
    socket.addEventListener('close', () => {
      events.close()
      if (performance.now() - openedAt > GOOD_MS) waitMs = MIN_WAIT_MS
      openedAt = Infinity
      retry()
    })
  }
  const retry = () => {
    if (closed) return
    // Spread out, or all members come back to a room that restarted in the same moment.
    timer = setTimeout(connect, waitMs * (0.5 + random()))
    waitMs = Math.min(MAX_WAIT_MS, waitMs * 2)
  }
  connect()
  return {
    send(bytes) {
      if (socket?.readyState !== WebSocket.OPEN || socket.bufferedAmount > MAX_BUFFERED_BYTES) return false
      socket.send(bytes)
      return true
    },
    close() {
      closed = true
      clearTimeout(timer)
      socket?.close()
    },
  }
}
