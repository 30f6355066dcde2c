import type { FetchHandler } from '../handler.ts'
import { problem } from '../problem.ts'
import { GuestEndedError, GuestError } from '../sandbox/errors.ts'
import type { Capabilities, Guest, GuestEnd, Limits, Usage } from '../sandbox/sandbox.ts'
import { answer, readReply } from './answers.ts'
import type { Body, FromWorker, GuestWorker, ToWorker } from './messages.ts'
import { readWhole } from './read-whole.ts'
import { createWatchdog, type Watchdog } from './watchdog.ts'

interface Call {
  readonly resolve: (response: Response) => void
  readonly reject: (error: unknown) => void
  /** Ends what the guest asked for on the call's behalf. */
  readonly work: AbortController
}

type Ask = Extract<FromWorker, { type: 'ask' }>

/** A guest as its host sees it: calls go to its thread, and what it asks for is brought to it. */
export class GuestThread implements Guest {
  readonly ended: Promise<GuestEnd>
  readonly #worker: GuestWorker
  readonly #capabilities: Capabilities
  readonly #limits: Limits
  readonly #watchdog: Watchdog
  readonly #calls = new Map<number, Call>()
  readonly #settleEnded: (end: GuestEnd) => void
  #end: GuestEnd | undefined
  #open = 0
  #count = 0
  #cpuMs = 0
  #memoryBytes = 0

  constructor(worker: GuestWorker, { capabilities, limits }: { capabilities: Capabilities; limits: Limits }) {
    this.#worker = worker
    this.#capabilities = capabilities
    this.#limits = limits
    this.#watchdog = createWatchdog(limits.cpuMsPerCall, () => this.end('cpu'))
    const { promise, resolve } = Promise.withResolvers<GuestEnd>()
    this.ended = promise
    this.#settleEnded = resolve
  }

  readonly fetch: FetchHandler = async (request, { signal, caller }) => {
    const { maxConcurrent, maxBodyBytes } = this.#limits
    if (this.#end) throw new GuestEndedError(this.#end)
    if (this.#open >= maxConcurrent) return problem(429, 'The service is busy. Try again shortly.')
    this.#open++
    try {
      const body = request.body ? await readWhole(request.body, maxBodyBytes) : undefined
      if (request.body && !body) return problem(413, `The body is larger than the ${maxBodyBytes} bytes that it takes.`)
      const head = JSON.stringify([request.method, request.url, [...request.headers], caller ?? null])
      return await this.#call(head, body, signal)
    } finally {
      this.#open--
    }
  }

  usage(): Usage {
    return { cpuMs: this.#cpuMs, memoryBytes: this.#memoryBytes, calls: this.#count }
  }

  async stop(): Promise<void> {
    this.end('stopped')
  }

  end(end: GuestEnd): void {
    if (this.#end) return
    this.#end = end
    this.#watchdog.stop()
    this.#worker.terminate()
    for (const number of this.#calls.keys()) this.#over(number)?.reject(new GuestEndedError(end))
    this.#settleEnded(end)
  }

  hear(message: FromWorker): void {
    if (message.type === 'turn' || message.type === 'started') this.#memoryBytes = message.memoryBytes
    if (message.type === 'turn') {
      this.#cpuMs += message.cpuMs
      this.#watchdog.heard()
    } else if (message.type === 'reply') this.#reply(message)
    else if (message.type === 'threw') this.#over(message.call)?.reject(new GuestError(message.reason))
    else if (message.type === 'ask') void this.#answer(message)
    else if (message.type === 'log') this.#capabilities.log?.(message.line)
    else if (message.type === 'end') this.end(message.end)
  }

  async #call(head: string, body: Body, signal: AbortSignal): Promise<Response> {
    signal.throwIfAborted()
    if (this.#end) throw new GuestEndedError(this.#end)
    const number = ++this.#count
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    this.#calls.set(number, { resolve, reject, work: new AbortController() })
    const leave = (): void => {
      this.#over(number)?.reject(signal.reason)
      if (!this.#end) this.#worker.post({ type: 'forget', call: number })
    }
    signal.addEventListener('abort', leave, { once: true })
    this.#turn({ type: 'call', call: number, cpuMs: this.#limits.cpuMsPerCall, head, body })
    return promise.finally(() => signal.removeEventListener('abort', leave))
  }

  #reply({ call, head, body }: Extract<FromWorker, { type: 'reply' }>): void {
    const over = this.#over(call)
    try {
      over?.resolve(readReply(head, body, this.#limits.maxBodyBytes))
    } catch (error) {
      over?.reject(error)
    }
  }

  async #answer({ call, ask, kind, text, body }: Ask): Promise<void> {
    const signal = this.#calls.get(call)?.work.signal
    if (!signal) return
    const { maxBodyBytes } = this.#limits
    try {
      const said = await answer({ kind, text, body }, { capabilities: this.#capabilities, maxBodyBytes, signal })
      if (this.#calls.has(call)) this.#turn({ type: 'settle', call, ask, text: said.text, body: said.body })
    } catch (error) {
      // A guest hears what went wrong, and nothing of where.
      const reason = error instanceof Error ? error.message : 'It failed.'
      if (this.#calls.has(call)) this.#turn({ type: 'refuse', call, ask, reason })
    }
  }

  #turn(message: ToWorker): void {
    this.#watchdog.expect()
    this.#worker.post(message)
  }

  #over(number: number): Call | undefined {
    const call = this.#calls.get(number)
    this.#calls.delete(number)
    call?.work.abort(new Error('The request is over.'))
    return call
  }
}
