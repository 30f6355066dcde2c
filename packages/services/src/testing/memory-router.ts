import type { KeyPair, PublicKey } from '@hydra/identity'
import { type Body, type Handler, NoAnswerError, type Router } from '@hydra/router'

/**
 * A router without a network: hosts and askers of one process, joined by function calls.
 * It shows what a package does above the router; it hides nobody and loses nothing.
 */
export function memoryRouter(): Pick<Router, 'host' | 'request' | 'close'> {
  const handlers = new Map<PublicKey, Handler>()
  return {
    async host(key: KeyPair, handler) {
      handlers.set(key.publicKey, handler)
      return () => void handlers.delete(key.publicKey)
    },
    async request(service, body, options = {}) {
      const handler = handlers.get(service)
      if (!handler) throw new NoAnswerError(service)
      const signal = options.signal ?? new AbortController().signal
      const caller = options.caller?.publicKey
      const reply = await handler({ body: pieces(body), signal, ...(caller && { caller }) })
      return { body: abortable(pieces(reply), signal) }
    },
    close: async () => handlers.clear(),
  }
}

async function* pieces(body: Body): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array) yield body
  else yield* body
}

async function* abortable(body: AsyncGenerator<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  aborted.catch(() => {})
  try {
    for (;;) {
      const next = await Promise.race([body.next(), aborted])
      if (next.done) return
      yield next.value
    }
  } finally {
    void body.return(undefined)
  }
}
