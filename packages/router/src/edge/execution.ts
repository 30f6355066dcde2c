import type { PublicKey } from '@hydra/identity'
import { BrokenStreamError } from '../errors.ts'
import type { Reason } from '../frame.ts'
import type { Unsubscribe } from '../link.ts'
import type { Handler } from '../router.ts'
import type { Clock } from '../time.ts'
import { writeBody } from './body.ts'
import { createCarrier } from './carrier.ts'
import { type Cell, decodeCell } from './cell.ts'
import { createEndStream, type EndStream } from './end-stream.ts'
import type { Channel, Outgoing } from './port.ts'
import type { Pool } from './pool.ts'
import type { Seals } from './seals.ts'
import type { Tail } from './tail.ts'

export interface ExecutionOptions {
  clock: Clock
  pool: Pool
  handler: Handler
  caller: PublicKey | undefined
  /** How long a broken stream may be taken up again. */
  resumeMs: number
  /** Resolves when the handler may run. */
  turn: () => Promise<void>
  /** The handler is through. */
  onDone: () => void
  /** Nobody may take it up any more. */
  onOver: () => void
}

// Made once: nearly every request ends so, and where it was made says nothing.
const leftAlone = new BrokenStreamError('nobody waits for the answer any more')

/** One request being carried out, once, over as many paths as its asker needs. */
export class Execution {
  readonly stream: EndStream
  readonly #options: ExecutionOptions
  readonly #abort = new AbortController()
  #channel: Channel | undefined
  #newest: Channel | undefined
  #giveUp: Unsubscribe | undefined
  #state: 'running' | 'answered' | 'over' = 'running'

  static start(options: ExecutionOptions): Execution {
    const execution = new Execution(options)
    void execution.#run()
    return execution
  }

  private constructor(options: ExecutionOptions) {
    this.#options = options
    this.stream = createEndStream({
      pool: options.pool,
      onChange: (change) => {
        if (change === 'aborted') this.abandon()
      },
    })
  }

  /** What a try of the request brought: the first bytes, or some that an earlier try brought already. */
  arrive(channel: Channel, cell: Cell, offset: number): void {
    this.#newest = channel
    // What the old path still brings would be sent again by the new one, and be here twice.
    this.#channel?.close('broken')
    this.#channel = undefined
    this.stream.detach()
    const known = Math.max(0, this.stream.received - offset)
    // Bytes before these are missing: the asker learns from our reply where to go on.
    const missing = offset > this.stream.received
    const data = missing ? new Uint8Array(0) : cell.data.subarray(known)
    this.stream.receive({ ...cell, data, end: cell.end && !missing })
  }

  /** Whether no later try has come: its asker has left this path then, and waits for that one. */
  awaits(channel: Channel): boolean {
    return channel === this.#newest
  }

  /** Answers a try and goes on over its path, and leaves the one before. */
  attach(channel: Channel, reply: Extract<Outgoing, { kind: 'reply' }>, seals: Seals, tail: Tail): void {
    if (!this.awaits(channel)) return channel.close('broken')
    channel.send(reply)
    this.#giveUp?.()
    this.#channel?.close('broken')
    this.#channel = channel
    channel.listen({
      onFrame: (frame) => tail.whole(() => this.#receive(channel, () => decodeCell(seals.open(frame.sealed)))),
      onRoom: () => this.stream.pump(),
      onClose: (reason) => tail.whole(() => this.#closed(channel, reason)),
      makeRoom: tail.first,
    })
    this.stream.attach(createCarrier(channel, seals))
  }

  /** Nobody waits for it any more. */
  abandon(): void {
    if (this.#state === 'over') return
    this.#giveUp?.()
    this.stream.fail(leftAlone)
    if (this.#state === 'running') this.#abort.abort(leftAlone)
    this.#state = 'over'
    this.#channel?.close('broken')
    this.#channel = undefined
    this.#options.onOver()
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort
    await this.#options.turn()
    try {
      signal.throwIfAborted()
      const { caller } = this.#options
      const answer = this.#options.handler({ body: this.stream.body, signal, ...(caller && { caller }) })
      await writeBody(this.stream, await stopsWith(answer, signal), signal)
      if (this.#state === 'running') this.#state = 'answered'
    } catch {
      // What went wrong is the handler's business: a stack trace tells strangers too much.
      this.stream.abort()
    } finally {
      this.#options.onDone()
    }
  }

  #receive(channel: Channel, open: () => Cell): void {
    if (channel !== this.#channel) return
    try {
      this.stream.receive(open())
    } catch {
      channel.close('broken')
      this.#closed(channel, 'broken')
    }
  }

  #closed(channel: Channel, reason: Reason): void {
    if (channel !== this.#channel) return
    this.#channel = undefined
    this.stream.detach()
    if (reason === 'done') return this.abandon()
    this.#giveUp = this.#options.clock.after(this.#options.resumeMs, () => this.abandon())
  }
}

/** A handler that never ends must not hold its place after everyone left. */
function stopsWith<T>(work: T | Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    Promise.resolve(work).then(resolve, reject)
  })
}
