import { type PublicKey, publicKeyToBytes } from '@hydra/identity'
import type { Cryptography } from '../cryptography.ts'
import { fraction } from '../core/state.ts'
import { BrokenStreamError, NoAnswerError } from '../errors.ts'
import type { Answer, Body, RequestOptions } from '../router.ts'
import type { Puzzle } from '../puzzle.ts'
import type { Clock, Random } from '../time.ts'
import { type Attempt, startAttempt } from './attempt.ts'
import { writeBody } from './body.ts'
import type { Cell } from './cell.ts'
import { createEndStream, type EndStream } from './end-stream.ts'
import type { EdgePort } from './port.ts'
import type { Pool } from './pool.ts'
import { noTail, type Tail, type Tails } from './tail.ts'
import type { Turn, Turns } from './turns.ts'

export interface AskingOptions {
  port: EdgePort
  clock: Clock
  random: Random
  pool: Pool
  tails: Tails
  /** Whether this peer has too few links to hide behind. */
  isWeak: () => boolean
  cryptography: Cryptography
  puzzle: Puzzle
  /** Work that a service asks for, as far as is known here. */
  priceOf: (service: PublicKey) => number
  /** Tries that wait for their answer at once: see `createAsker`. */
  turns: Turns
  /** Tries by different paths before a request is given up. */
  attempts: number
  /** How long a try may take to reach a host and come back. */
  patienceMs: number
}

/** Peers on the path forget a stream that was silent for five minutes. */
const PING_MS = 60_000
/** How long after the answer began a request counts among those that wait for it, if it is not at its end before. */
const HOLD_TURN_MS = 1_000
/** More work than this nobody does for an answer: a host that asks for it does not want to be asked. */
const MAX_PRICE_BITS = 22

/** One request, over as many paths as it takes: each try goes another way, and the host carries out one of them. */
export class Asking {
  readonly over: Promise<void>
  readonly #options: AskingOptions
  readonly #service: PublicKey
  readonly #request: RequestOptions
  readonly #stream: EndStream
  readonly #tail: Tail
  readonly #once: Uint8Array
  readonly #answered = Promise.withResolvers<void>()
  readonly #ended = Promise.withResolvers<void>()
  readonly #upload = new AbortController()
  readonly #finished: () => void
  #attempt: Attempt | undefined
  #stopPinging: (() => void) | undefined
  #stopLingering: (() => void) | undefined
  #isWritten = false
  #isOver = false
  /** How far the stream had come when its path last broke, and how often it broke since without coming further. */
  #progress = -1
  #idleBreaks = 0

  constructor(options: AskingOptions, service: PublicKey, request: RequestOptions) {
    this.#options = options
    this.#service = service
    this.#request = request
    this.#tail = request.privacy === 'direct' ? noTail : options.tails.of(publicKeyToBytes(service), 'asker')
    this.#once = options.random(16)
    this.#stream = createEndStream({
      pool: options.pool,
      onChange: (change) => {
        if (change === 'aborted') this.stop(new BrokenStreamError('the service gave up'))
        else this.#finish(this.#tail.lingerMs())
      },
    })
    const { promise, resolve } = Promise.withResolvers<void>()
    this.over = promise
    this.#finished = resolve
  }

  async start(body: Body): Promise<Answer> {
    this.#keepAlive()
    writeBody(this.#stream, body, this.#upload.signal)
      .catch((cause: unknown) => this.stop(new BrokenStreamError('the body of the request failed', { cause })))
      .finally(() => (this.#isWritten = true))
    this.#tryPaths(() => new NoAnswerError(this.#service)).catch((error: unknown) => this.stop(error))
    await this.#answered.promise
    return { body: this.#stream.body }
  }

  // At random, or the pause would show which streams are of one asker.
  #keepAlive(): void {
    const { clock, random } = this.#options
    const stop = clock.after(PING_MS * (0.5 + fraction(random)), () => {
      this.#stream.ping()
      this.#keepAlive()
    })
    this.#stopPinging = stop
  }

  /** Breaks off. The host hears of it by the orderly end of a stream that is not at its end. */
  stop(reason: unknown): void {
    if (this.#isOver) return
    const error = reason instanceof Error ? reason : new BrokenStreamError('it was aborted')
    this.#stream.fail(error)
    this.#answered.reject(error)
    this.#finish()
  }

  #finish(lingerMs = 0): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#stopPinging?.()
    this.#answered.resolve()
    this.#ended.resolve()
    if (!this.#isWritten) this.#upload.abort()
    this.#stream.close()
    if (lingerMs === 0) this.leave()
    else this.#stopLingering = this.#options.clock.after(lingerMs, () => this.leave())
  }

  /** Ends the stream, which takes a while longer than the answer: how soon it ends would say whose it is. */
  leave(): void {
    this.#stopLingering?.()
    this.#attempt?.close()
    this.#finished()
  }

  /** Whether there is nothing left of it but a stream that is about to end. */
  get isLingering(): boolean {
    return this.#isOver
  }

  async #tryPaths(failure: () => Error): Promise<void> {
    const { attempts } = this.#options
    for (let number = 1; number <= attempts && !this.#isOver; number++) {
      const outcome = await this.#try(number)
      if (this.#isOver || outcome === 'accepted') return
      if (number === attempts) break
      this.#request.onProgress?.({ type: 'retrying', attempt: number, reason: outcome })
      await this.#pause(number, outcome)
    }
    this.stop(failure())
  }

  /** A trail may be on its way here, or another link may be coming up; who is busy needs longer, and not all at once. */
  #pause(number: number, outcome: string): Promise<void> {
    const { clock, random } = this.#options
    const pauseMs = 100 * 2 ** number * (outcome === 'busy' ? 2 + 2 * fraction(random) : 1)
    return new Promise((resolve) => clock.after(pauseMs, resolve))
  }

  async #try(number: number): Promise<string> {
    const turn = await this.#options.turns.take()
    let outcome = 'over'
    try {
      if (!this.#isOver) outcome = await this.#tryNow(number)
      return outcome
    } finally {
      if (outcome === 'accepted') this.#holdTurn(turn)
      else turn.end(outcome === 'busy' ? 'busy' : undefined)
    }
  }

  /** The rest of an answer has its work, too; but one that comes for hours must not keep others from asking. */
  #holdTurn(turn: Turn): void {
    const end = () => turn.end('well')
    const stopWaiting = this.#options.clock.after(HOLD_TURN_MS, end)
    void this.#ended.promise.then(() => {
      stopWaiting()
      end()
    })
  }

  async #tryNow(number: number): Promise<string> {
    const { port, clock, random, patienceMs, isWeak, puzzle, priceOf, cryptography } = this.#options
    const { caller, onProgress, privacy = 'hidden' } = this.#request
    const shown = privacy === 'hidden' && isWeak() ? 'weak' : privacy
    onProgress?.({ type: 'sent', attempt: number, privacy: shown })
    const attempt = await startAttempt({
      port,
      clock,
      // Drawn: a time that is always the same shows by how little it varies how many links are behind it.
      patienceMs: patienceMs * (1 + 0.2 * fraction(random)),
      caller,
      cryptography,
      puzzle,
      price: Math.min(priceOf(this.#service), MAX_PRICE_BITS),
      service: this.#service,
      stream: this.#stream,
      once: this.#once,
      tail: this.#tail,
      label: privacy === 'direct' ? 'last' : 'walk',
      onCell: (cell) => this.#receive(cell),
      onBreak: () => this.#resume(),
    })
    this.#attempt = attempt
    if (this.#isOver) attempt.close()
    const outcome = await attempt.accepted
    if (outcome === 'accepted') onProgress?.({ type: 'answered', attempt: number })
    return outcome
  }

  #receive(cell: Cell): void {
    if (this.#isOver) return
    if (cell.data.length > 0 || (cell.end && !cell.abort)) this.#answered.resolve()
    this.#stream.receive(cell)
  }

  #resume(): void {
    if (this.#isOver) return
    this.#stream.detach()
    const progress = this.#stream.received + this.#stream.unacknowledged
    this.#idleBreaks = progress > this.#progress ? 0 : this.#idleBreaks + 1
    this.#progress = progress
    if (this.#idleBreaks > this.#options.attempts) return this.stop(new BrokenStreamError('every path of it breaks'))
    const failure = () => new BrokenStreamError('its path broke, and no other was found')
    this.#tryPaths(failure).catch((error: unknown) => this.stop(error))
  }
}
