import type { ReceiveBuffer } from './receive-buffer.ts'
import type { SessionLimits } from './limits.ts'

export type DownloadMode = 'stream' | 'poll'

// Chance cuts one stream now and then; something that cuts three in a row does it to all.
const MAX_BARREN_STREAMS = 3
// What the server has sent and we do not have, while nothing arrives at all, lies in somebody's buffer.
const STALL_MS = 2_000
// The server speaks at least every ten seconds.
const SILENCE_MS = 25_000

/** Decides how to listen: one long stream, and polls where something on the way holds streams back or cuts them. */
export class Downloads {
  readonly #receive: ReceiveBuffer
  readonly #limits: SessionLimits
  #mode: DownloadMode
  #attempt = 0
  #barren = 0
  #active: { id: number; since: number; heardAt: number; gained: boolean; heard: boolean } | undefined
  #behindSince: number | undefined

  constructor(receive: ReceiveBuffer, limits: SessionLimits, mode: DownloadMode) {
    this.#mode = mode
    this.#receive = receive
    this.#limits = limits
  }

  get mode(): DownloadMode {
    return this.#mode
  }

  get activeId(): number | undefined {
    return this.#active?.id
  }

  begin(id: number, now: number): { attempt: number } {
    this.#active = { id, since: now, heardAt: now, gained: false, heard: false }
    this.#attempt++
    return { attempt: this.#attempt }
  }

  /** Something came over the active request; `gained` when it held bytes that we lacked. */
  heard(id: number, gained: boolean, now: number): void {
    const active = this.#active
    if (active?.id !== id) return
    active.heard = true
    active.heardAt = now
    active.gained ||= gained
    this.#behindSince = undefined
  }

  /** The server says over another request how far it has sent. */
  serverSent(sent: number, now: number): void {
    if (sent > this.#receive.next) this.#behindSince ??= now
    else this.#behindSince = undefined
  }

  /** Tells whether the request had brought nothing, so that the next one should wait a little. */
  ended(id: number, now: number): boolean {
    const active = this.#active
    if (active?.id !== id) return false
    this.#active = undefined
    this.#behindSince = undefined
    const barren = !active.gained && (!active.heard || (this.#mode === 'stream' && now - active.since < STALL_MS))
    this.#barren = barren ? this.#barren + 1 : 0
    if (this.#barren >= MAX_BARREN_STREAMS) this.#mode = 'poll'
    return barren
  }

  /** When the active request has to be given up, as things stand. */
  get deadline(): number {
    const active = this.#active
    if (active === undefined) return Infinity
    if (this.#mode === 'poll') return active.since + this.#limits.pollMs + this.#limits.requestMs
    const firstByte = active.heard ? Infinity : active.since + this.#limits.firstByteMs
    return Math.min(firstByte, active.heardAt + SILENCE_MS, (this.#behindSince ?? Infinity) + STALL_MS)
  }

  /** Gives the active request up if it is time; a stream that was held back is not tried again. */
  expire(now: number): number | undefined {
    const active = this.#active
    if (active === undefined || now < this.deadline) return undefined
    this.#active = undefined
    this.#behindSince = undefined
    this.#mode = 'poll'
    return active.id
  }
}
