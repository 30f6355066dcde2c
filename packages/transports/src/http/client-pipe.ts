import type { AbortOptions } from '@libp2p/interface'
import type { Uint8ArrayList } from 'uint8arraylist'
import { ClientSession, type ClientEffect } from './client-session.ts'
import { MalformedMessageError, ProtocolViolationError, SessionLostError } from './errors.ts'
import type { SessionLimits } from './limits.ts'
import type { Pipe, PipeEvents } from './pipe.ts'
import type { Pollers } from './pollers.ts'
import { encodeRequest, FrameDecoder, SESSION_BYTES, type Request as Message } from './wire.ts'

export interface ClientPipeOptions {
  url: URL
  limits: SessionLimits
  /** Knows which servers stand behind something that holds streams back. */
  pollers: Pollers
  /** @default the global one */
  fetch?: typeof globalThis.fetch
}

/** Runs a client session: sends its requests by `fetch`, and wakes it when it is time. */
export class ClientPipe implements Pipe {
  readonly #options: ClientPipeOptions
  readonly #session: ClientSession
  readonly #events: PipeEvents
  readonly #requests = new Map<number, AbortController>()
  readonly #opened = Promise.withResolvers<void>()
  readonly #ended = Promise.withResolvers<void>()
  readonly #onPageHide = () => this.reset()
  #timer: ReturnType<typeof setTimeout> | undefined
  #wasFull = false
  #running = false
  #again = false

  constructor(options: ClientPipeOptions, events: PipeEvents) {
    this.#options = options
    this.#events = events
    // Whoever guesses the session can break it, so nobody may: 256 bits.
    const id = crypto.getRandomValues(new Uint8Array(SESSION_BYTES))
    this.#session = new ClientSession(id, options.limits, performance.now(), options.pollers.modeOf(options.url))
    this.#opened.promise.catch(() => undefined)
    // A page that is left says so: the others would find out by silence only. Node has no pages.
    if ('onpagehide' in globalThis) addEventListener('pagehide', this.#onPageHide)
  }

  get space(): number {
    return this.#session.space
  }

  /** Resolves when the server knows the session. */
  async open({ signal }: AbortOptions): Promise<void> {
    signal?.throwIfAborted()
    const onAbort = () => this.reset()
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#run()
    await this.#opened.promise.finally(() => signal?.removeEventListener('abort', onAbort))
  }

  write(bytes: Uint8ArrayList): number {
    const written = this.#session.write(bytes)
    this.#wasFull ||= this.#session.space === 0
    this.#run()
    return written
  }

  setPaused(paused: boolean): void {
    this.#session.setPaused(paused)
    this.#run()
  }

  async finish({ signal }: AbortOptions): Promise<void> {
    const onAbort = () => this.reset()
    if (signal?.aborted === true) onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#session.finish()
    this.#run()
    await this.#ended.promise.finally(() => signal?.removeEventListener('abort', onAbort))
  }

  reset(): void {
    this.#apply(this.#session.reset(performance.now()))
  }

  #run(): void {
    // What an effect sets off comes back here: the round that is under way takes another turn.
    if (this.#running) {
      this.#again = true
      return
    }
    this.#running = true
    try {
      do {
        this.#again = false
        this.#apply(this.#session.step(performance.now()))
      } while (this.#again)
    } finally {
      this.#running = false
    }
    if (this.#session.isOpen) this.#opened.resolve()
    this.#schedule(this.#session.wakeAt - performance.now())
    if (!this.#wasFull || this.#session.space === 0) return
    this.#wasFull = false
    this.#events.drain()
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer)
    if (Number.isFinite(ms)) this.#timer = setTimeout(() => this.#run(), Math.max(0, ms))
  }

  #apply(effects: readonly ClientEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'request') void this.#request(effect.id, effect.request)
      else if (effect.kind === 'cancel') this.#requests.get(effect.id)?.abort()
      else if (effect.kind === 'deliver') this.#events.deliver(effect.bytes)
      else this.#close(effect.clean, effect.why)
    }
  }

  #close(clean: boolean, why: string): void {
    clearTimeout(this.#timer)
    if ('onpagehide' in globalThis) removeEventListener('pagehide', this.#onPageHide)
    if (this.#session.mode === 'poll') this.#options.pollers.add(this.#options.url)
    this.#opened.reject(new SessionLostError(why))
    this.#ended.resolve()
    this.#events.closed(clean)
  }

  async #request(id: number, message: Message): Promise<void> {
    const controller = new AbortController()
    this.#requests.set(id, controller)
    let whole = false
    try {
      const response = await this.#fetch(message, controller.signal)
      this.#session.onStatus(id, response.status)
      if (response.ok) await this.#read(id, response)
      whole = response.ok
    } catch (error) {
      // Unreachable, cut or cancelled is the same to the session; nonsense comes from something that is no node of ours.
      if (error instanceof MalformedMessageError || error instanceof ProtocolViolationError) this.reset()
    }
    this.#requests.delete(id)
    this.#session.onEnd(id, whole, performance.now())
    this.#run()
  }

  #fetch(message: Message, signal: AbortSignal): Promise<Response> {
    const { fetch = globalThis.fetch, url } = this.#options
    return fetch(url, {
      method: 'POST',
      body: encodeRequest(message),
      signal,
      // The last word outlives its page.
      keepalive: message.kind === 'reset',
      // No content type: a request without one needs no preflight, which would double every round trip.
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    })
  }

  async #read(id: number, response: Response): Promise<void> {
    const decoder = new FrameDecoder()
    const reader = response.body?.getReader()
    for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read()) {
      const now = performance.now()
      this.#session.onBytes(id, now)
      for (const frame of decoder.push(piece.value)) this.#session.onFrame(id, frame, now)
      this.#run()
    }
  }
}
