import { connect, type Socket } from 'node:net'
import { I2pRefusedError, NoI2pRouterError } from './errors.ts'
import { MAX_LINE_BYTES, readSamReply, type SamReply } from './sam-reply.ts'

export interface SamPlace {
  readonly host: string
  readonly port: number
}

export interface Cancel {
  readonly signal?: AbortSignal | undefined
}

/** A connection to the bridge, after its greeting. Lines first; once a stream stands, the rest is the stream's bytes. */
export class SamSocket {
  readonly socket: Socket
  #ended: Error | undefined

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('error', (cause) => (this.#ended = cause))
  }

  /** Throws `NoI2pRouterError` where nobody listens, or what listens is no bridge. */
  static async open({ host, port }: SamPlace, { signal }: Cancel = {}): Promise<SamSocket> {
    signal?.throwIfAborted()
    const sam = new SamSocket(connect({ host, port, noDelay: true }))
    try {
      await sam.#until('connect', signal)
      await sam.ask('greet us', 'HELLO VERSION MIN=3.1 MAX=3.3', { signal })
      return sam
    } catch (cause) {
      sam.socket.destroy()
      signal?.throwIfAborted()
      if (cause instanceof I2pRefusedError) throw cause
      throw new NoI2pRouterError(`${host}:${port}`, { cause })
    }
  }

  /** Sends a line, and reads the answer; throws `I2pRefusedError` where it is not OK. */
  async ask(what: string, line: string, { signal }: Cancel = {}): Promise<SamReply['values']> {
    this.socket.write(`${line}\n`)
    const { values } = readSamReply(await this.line({ signal }))
    const result = values.get('RESULT') ?? 'it did not answer as SAM does'
    if (result === 'OK') return values
    const message = values.get('MESSAGE')
    throw new I2pRefusedError(what, result, message === undefined ? undefined : { cause: new Error(message) })
  }

  /** What comes up to the next end of a line; whatever follows it stays in the socket. */
  async line({ signal }: Cancel = {}): Promise<string> {
    let bytes = Buffer.alloc(0)
    for (;;) {
      const chunk = this.socket.read() as Buffer | null
      if (chunk === null) {
        if (this.socket.readableEnded || this.socket.destroyed) throw this.#ended ?? new Error('The router hung up.')
        await this.#until('readable', signal)
        continue
      }
      bytes = Buffer.concat([bytes, chunk])
      const end = bytes.indexOf(10)
      if (end >= 0) {
        if (end + 1 < bytes.length) this.socket.unshift(bytes.subarray(end + 1))
        return bytes.subarray(0, end).toString('latin1')
      }
      if (bytes.length > MAX_LINE_BYTES) throw new Error('The router sent a line without an end.')
    }
  }

  #until(event: 'connect' | 'readable', signal: AbortSignal | undefined): Promise<void> {
    const { socket } = this
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onEnd = (): void => reject(this.#ended ?? new Error('The router hung up.'))
    const onAbort = (): void => {
      socket.destroy()
      reject(signal?.reason)
    }
    const ends = ['error', 'end', 'close'] as const
    const settle = (): void => {
      socket.off(event, resolve)
      for (const each of ends) socket.off(each, onEnd)
      signal?.removeEventListener('abort', onAbort)
    }
    socket.once(event, resolve)
    for (const each of ends) socket.once(each, onEnd)
    signal?.addEventListener('abort', onAbort)
    if (signal?.aborted) onAbort()
    return promise.finally(settle)
  }
}
