import type { ByteStream } from './byte-stream.ts'

// Enough for a turn to be written while the other side is busy; a slow reader then slows the writer.
const MAX_BUFFERED = 256 * 1024

/** Two ends of a stream in one process: what is written to one is read from the other. */
export function createPipe(): readonly [ByteStream, ByteStream] {
  const there = new Half()
  const back = new Half()
  return [new End(there, back), new End(back, there)]
}

class Half {
  #chunks: Uint8Array[] = []
  #bytes = 0
  #ended = false
  #error: Error | undefined
  #wake: (() => void)[] = []

  async write(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    this.#refuse(signal)
    if (this.#ended) throw new Error('The stream is closed.')
    this.#chunks.push(bytes)
    this.#bytes += bytes.length
    this.#wakeAll()
    while (this.#bytes > MAX_BUFFERED) await this.#change(signal)
  }

  async read(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    for (;;) {
      this.#refuse(signal)
      const chunk = this.#chunks.shift()
      if (chunk !== undefined) {
        this.#bytes -= chunk.length
        this.#wakeAll()
        return chunk
      }
      if (this.#ended) return undefined
      await this.#change(signal)
    }
  }

  end(): void {
    this.#ended = true
    this.#wakeAll()
  }

  fail(error: Error): void {
    this.#error = error
    this.#chunks = []
    this.#bytes = 0
    this.#wakeAll()
  }

  #refuse(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted()
    if (this.#error !== undefined) throw this.#error
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        reject(signal?.reason as Error)
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#wake.push(() => {
        signal?.removeEventListener('abort', abort)
        if (this.#error === undefined) resolve()
        else reject(this.#error)
      })
    })
  }

  #wakeAll(): void {
    const wake = this.#wake
    this.#wake = []
    for (const each of wake) each()
  }
}

class End implements ByteStream {
  readonly #out: Half
  readonly #in: Half

  constructor(out: Half, into: Half) {
    this.#out = out
    this.#in = into
  }

  read(options: { signal?: AbortSignal } = {}): Promise<Uint8Array | undefined> {
    return this.#in.read(options.signal)
  }

  write(bytes: Uint8Array, options: { signal?: AbortSignal } = {}): Promise<void> {
    return this.#out.write(bytes, options.signal)
  }

  async close(): Promise<void> {
    this.#out.end()
  }

  abort(reason: Error): void {
    this.#out.fail(reason)
    this.#in.fail(reason)
  }
}
