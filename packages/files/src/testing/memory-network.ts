import type { ByteStream } from '../swarm/byte-stream.ts'
import type { SwarmNetwork } from '../swarm/swarm.ts'

/** Peers of one process that all reach each other. */
export interface MemoryNetwork {
  /** `name` sees everybody that was added, before it or after it. */
  add(name: string, options?: { onPiece?: (bytes: Uint8Array) => Uint8Array }): SwarmNetwork
}

export function createMemoryNetwork(): MemoryNetwork {
  const listeners = new Map<string, (peer: string, stream: ByteStream) => void>()
  return {
    add: (name, { onPiece = (bytes: Uint8Array) => bytes } = {}) => ({
      peers: () => [...listeners.keys()].filter((other) => other !== name),
      async open(peer) {
        const [near, far] = createPipe(onPiece)
        const listener = listeners.get(peer)
        if (!listener) throw new Error(`${peer} is not there.`)
        listener(name, far)
        return near
      },
      onStream(listener) {
        listeners.set(name, listener)
        return () => void listeners.delete(name)
      },
      provide: async () => {},
      withdraw: async () => {},
    }),
  }
}

/** The two ends of a stream. What the far end writes passes through `onPiece`. */
function createPipe(onPiece: (bytes: Uint8Array) => Uint8Array): [ByteStream, ByteStream] {
  const [there, back] = [createLane(), createLane()]
  const end = (out: ReturnType<typeof createLane>, into: ReturnType<typeof createLane>): ByteStream => ({
    read: (options) => into.read(options),
    write: (parts, options) => out.write(parts, options),
    close: async () => out.end(),
    abort(reason) {
      out.end(reason)
      into.end(reason)
    },
  })
  const changed: ReturnType<typeof createLane> = {
    ...back,
    write: (parts, options) =>
      back.write(
        parts.map((part) => onPiece(part.slice())),
        options,
      ),
  }
  return [end(there, back), end(changed, there)]
}

// As libp2p's streams: the writer waits when so much was not read yet.
const MAX_WAITING = 256 * 1024

function createLane() {
  const pieces: Uint8Array[] = []
  let waiting = 0
  let ended: { readonly reason: Error | undefined } | undefined
  let change = Promise.withResolvers<void>()
  const wake = () => {
    change.resolve()
    change = Promise.withResolvers()
  }
  const wait = (signal: AbortSignal | undefined): Promise<void> => {
    const aborted = Promise.withResolvers<never>()
    const abort = () => aborted.reject(signal?.reason)
    signal?.addEventListener('abort', abort)
    return Promise.race([change.promise, aborted.promise]).finally(() => signal?.removeEventListener('abort', abort))
  }
  const isFull = () => waiting > MAX_WAITING && !ended

  return {
    async read({ signal }: { signal?: AbortSignal } = {}): Promise<Uint8Array | undefined> {
      for (;;) {
        signal?.throwIfAborted()
        if (ended?.reason) throw ended.reason
        const piece = pieces.shift()
        waiting -= piece?.length ?? 0
        wake()
        if (piece || ended) return piece
        await wait(signal)
      }
    },
    async write(parts: readonly Uint8Array[], { signal }: { signal?: AbortSignal } = {}): Promise<void> {
      if (ended) throw ended.reason ?? new Error('The stream was closed.')
      pieces.push(...parts)
      waiting += parts.reduce((sum, part) => sum + part.length, 0)
      wake()
      while (isFull()) await wait(signal)
    },
    end(reason?: Error): void {
      ended ??= { reason }
      wake()
    },
  }
}
