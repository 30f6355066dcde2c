import { ClientSession, type ClientEffect } from '../client-session.ts'
import { SESSION_LIMITS, type SessionLimits } from '../limits.ts'
import { ServerSession } from '../server-session.ts'
import { decodeRequest, encodeRequest, type Frame, type Request } from '../wire.ts'

/** What the way between client and server does to requests. */
export interface Faults {
  /** Of requests and of responses, how many vanish. */
  lost: number
  /** How many arrive twice. */
  repeated: number
  /** Of streams, how many are cut at each frame. */
  cut: number
  /** Whether the way holds a response back until it is complete. */
  buffered: boolean
  maxDelayMs: number
  /** How many pushes are changed to begin one byte earlier: what no session survives. @default 0 */
  shifted?: number
}

/** A client and a server session, and the worst network between them, on a clock of its own. */
export class VirtualNetwork {
  now = 0
  readonly client: ClientSession
  readonly server: ServerSession
  readonly toClient: number[] = []
  readonly toServer: number[] = []
  clientClosed: boolean | undefined
  serverClosed: boolean | undefined
  readonly #random: () => number
  readonly #faults: Faults
  readonly #pollMs: number
  readonly #cancelled = new Set<number>()
  readonly #waiting = new Set<() => void>()
  #events: Array<{ at: number; run: () => void }> = []

  constructor(seed: number, faults: Faults, limits: Partial<SessionLimits> = {}) {
    const whole = { ...SESSION_LIMITS, ...limits }
    this.#pollMs = whole.pollMs
    this.#random = mulberry(seed)
    this.#faults = faults
    this.client = new ClientSession(new Uint8Array(32), whole, 0)
    this.server = new ServerSession(whole, {
      deliver: (pieces) => pieces.forEach((bytes) => this.toServer.push(...bytes)),
      drain: () => undefined,
      closed: (clean) => (this.serverClosed = clean),
      change: () => queueMicrotask(() => undefined),
    })
  }

  random(): number {
    return this.#random()
  }

  at(ms: number, run: () => void): void {
    this.#events.push({ at: this.now + ms, run })
  }

  /** Runs until the condition holds or the time is up; tells which. */
  run(until: () => boolean, maxMs: number): boolean {
    const end = this.now + maxMs
    this.#step()
    while (!until()) {
      this.#events.sort((a, b) => a.at - b.at)
      const next = Math.min(this.#events[0]?.at ?? Infinity, this.client.wakeAt)
      if (next > end) {
        this.now = end
        return false
      }
      this.now = Math.max(this.now, next)
      while ((this.#events[0]?.at ?? Infinity) <= this.now) this.#events.shift()?.run()
      this.#step()
    }
    return true
  }

  #step(): void {
    for (const effect of this.client.step(this.now)) this.#apply(effect)
    for (const wake of this.#waiting) wake()
  }

  #apply(effect: ClientEffect): void {
    if (effect.kind === 'deliver') effect.bytes.forEach((bytes) => this.toClient.push(...bytes))
    else if (effect.kind === 'closed') this.clientClosed = effect.clean
    else if (effect.kind === 'cancel') this.#cancel(effect.id)
    else this.#request(effect.id, decodeRequest(encodeRequest(effect.request)))
  }

  #cancel(id: number): void {
    this.#cancelled.add(id)
    this.at(0, () => this.client.onEnd(id, false, this.now))
  }

  #delay(): number {
    return this.#random() * this.#faults.maxDelayMs
  }

  #request(id: number, request: Request): void {
    if (this.#random() < this.#faults.lost) {
      // Half of what vanishes is noticed at once, as a connection that broke.
      if (this.#random() < 0.5) this.at(this.#delay(), () => this.#end(id, false))
      return
    }
    const shifted = request.kind === 'push' && request.offset > 0 && this.#random() < (this.#faults.shifted ?? 0)
    const arriving = shifted ? { ...request, offset: request.offset - 1 } : request
    this.at(this.#delay(), () => this.#arrive(id, arriving))
    if (this.#random() < this.#faults.repeated) this.at(this.#delay() * 3, () => this.#arrive(-1, request))
  }

  #arrive(id: number, request: Request): void {
    const accepted = this.server.onRequest(request)
    const heard = this.#random() >= this.#faults.lost
    if (!heard) {
      this.at(this.#delay(), () => this.#end(id, false))
      return
    }
    if (!accepted) this.#end(id, false)
    else if (request.kind === 'stream' && this.server.ended === undefined) this.#stream(id, this.server.ticket)
    else if (request.kind === 'poll' && this.server.ended === undefined) this.#poll(id, this.server.ticket)
    else this.#answer(id, [this.server.state()])
  }

  #answer(id: number, frames: readonly Frame[]): void {
    this.at(this.#delay(), () => {
      this.#deliver(id, frames)
      this.#end(id, true)
    })
  }

  #deliver(id: number, frames: readonly Frame[]): void {
    if (this.#cancelled.has(id)) return
    this.client.onBytes(id, this.now)
    for (const frame of frames) this.client.onFrame(id, frame, this.now)
  }

  #end(id: number, whole: boolean): void {
    if (!this.#cancelled.has(id)) this.client.onEnd(id, whole, this.now)
  }

  #poll(id: number, ticket: number): void {
    const until = this.now + this.#pollMs
    this.at(this.#pollMs, () => undefined)
    const wake = () => {
      const frames: Frame[] = []
      for (let frame = this.server.next(ticket); frame !== undefined; frame = this.server.next(ticket)) {
        frames.push(frame)
      }
      if (frames.length === 0 && this.server.isNewest(ticket) && this.now < until) return
      this.#waiting.delete(wake)
      this.#answer(id, [this.server.state(), ...frames])
    }
    this.#waiting.add(wake)
  }

  #stream(id: number, ticket: number): void {
    // Bytes of one stream stay in order, however late they are.
    let lastAt = 0
    const held: Frame[] = []
    const pass = (frames: readonly Frame[]) => {
      lastAt = Math.max(lastAt, this.now + this.#delay())
      this.at(lastAt - this.now, () => this.#deliver(id, frames))
    }
    const end = (whole: boolean) => {
      this.#waiting.delete(wake)
      if (this.#faults.buffered) pass(held)
      this.at(Math.max(lastAt - this.now, 0), () => this.#end(id, whole))
    }
    const wake = () => {
      for (let frame = this.server.next(ticket); frame !== undefined; frame = this.server.next(ticket)) {
        if (this.#random() < this.#faults.cut) {
          end(false)
          return
        }
        if (this.#faults.buffered) held.push(frame)
        else pass([frame])
      }
      if (!this.server.isNewest(ticket) || this.#cancelled.has(id)) end(true)
    }
    if (!this.#faults.buffered) pass([this.server.state()])
    this.#waiting.add(wake)
  }
}

/** mulberry32: small, seeded, good enough to choose faults. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
