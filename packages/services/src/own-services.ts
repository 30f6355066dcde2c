import type { PublicKey } from '@hydra/identity'
import type { Body, Handler, Router } from '@hydra/router'
import { readAhead } from './read-ahead.ts'

// What a stream of the network holds at least before it waits for its reader.
const READ_AHEAD_BYTES = 65_536

/** Services of this peer's own, which are asked without any network. */
export interface OwnServices {
  /** Returns what takes it away again. */
  add(key: PublicKey, handler: Handler): () => void
  /** The router's request, but for what is here. */
  request: Router['request']
}

/**
 * Only of services that are hosted directly, and so are known to be here. One that is hidden is asked by the network even
 * by its own peer: an answer at once, to somebody at this peer's gateway, would tell where it is.
 */
export function createOwnServices(router: Pick<Router, 'request'>): OwnServices {
  const handlers = new Map<PublicKey, Handler>()
  return {
    add(key, handler) {
      handlers.set(key, handler)
      return () => {
        if (handlers.get(key) === handler) handlers.delete(key)
      }
    },
    async request(to, body, options = {}) {
      const handler = handlers.get(to)
      if (!handler) return router.request(to, body, options)
      const { caller, signal = new AbortController().signal } = options
      signal.throwIfAborted()
      const upload = heeding(piecesOf(body), signal)
      const handled = Promise.resolve(
        handler({ body: upload.pieces, signal, ...(caller && { caller: caller.publicKey }) }),
      )
      const answer = await orAborted(handled, signal)
      // An answer to half a request is none.
      if (upload.failure) throw upload.failure.error
      return { body: heeding(readAhead(piecesOf(answer)[Symbol.asyncIterator](), READ_AHEAD_BYTES), signal).pieces }
    },
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function piecesOf(body: Body): AsyncIterable<Uint8Array> {
  return body instanceof Uint8Array ? one(body) : body
}

/** Whoever leaves does not wait for a handler that does not hear of it. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const leave = (): void => reject(signal.reason)
  signal.addEventListener('abort', leave, { once: true })
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', leave))
}

/** Pieces that break off when the caller leaves, also in the middle of waiting for one; and what else broke them. */
function heeding(body: AsyncIterable<Uint8Array>, signal: AbortSignal) {
  const source = body[Symbol.asyncIterator]()
  const heeded: { pieces: AsyncIterable<Uint8Array>; failure?: { error: unknown } } = {
    pieces: {
      [Symbol.asyncIterator]: () => ({
        async next() {
          try {
            signal.throwIfAborted()
            const next = await orAborted(source.next(), signal)
            signal.throwIfAborted()
            return next
          } catch (error) {
            heeded.failure = { error }
            throw error
          }
        },
        async return() {
          await source.return?.()
          return { done: true, value: undefined }
        },
      }),
    },
  }
  return heeded
}
