import { createKeyPair, type KeyPair, type PublicKey } from '@hydra/identity'
import type { Clock, Privacy, Router } from '@hydra/router'
import type { createFetch, FetchInit } from './fetch.ts'
import type { FetchHandler } from './handler.ts'
import type { Names } from './names.ts'
import { createOwnServices } from './own-services.ts'
import { createWatch, type RequestListener } from './seen-request.ts'
import { systemClock } from './system-clock.ts'

export interface HostOptions {
  /** The key that the service is asked under. @default a fresh one, which ends with the hosting */
  key?: KeyPair
  /** `direct` shows neighbours that the service is here, and answers without the delays that hide it. @default 'hidden' */
  privacy?: Privacy
  /**
   * Requests served at once; over it callers get 429. Nobody holds more places than are left: a key half of them at
   * most, and all who do not sign as much together. @default 256
   */
  maxConcurrent?: number
  /** Larger uploads get 413. @default 64 MiB */
  maxBodyBytes?: number
  /** How long the handler may take until its response begins; then callers get 504. @default 60000 */
  answerWithinMs?: number
  /** Hears what a handler threw. Callers learn only that it failed. */
  onError?: (error: unknown, request: Request | undefined) => void
}

/** A service that this peer hosts. */
export interface Hosting {
  readonly key: PublicKey
  /** Where to ask for it: `hydra://<key>/`. */
  readonly url: string
  close(): Promise<void>
}

export interface ServicesOptions {
  router: Pick<Router, 'host' | 'request'>
  /** What names stand for; without it services are asked by key. */
  names?: Names
  /** @default the system's */
  clock?: Clock
  /** Hears of each request that is asked or served here. It knows what nobody else does: keep it to the user. @default nobody */
  onRequest?: RequestListener
}

/** HTTP APIs hosted by peers, called with `fetch`. */
export interface Services {
  host(handler: FetchHandler, options?: HostOptions): Promise<Hosting>
  /** Fetches `hydra://<key or name>/path`. */
  fetch(input: string | URL | Request, init?: FetchInit): Promise<Response>
  close(): Promise<void>
}

/** Creates what hosts and asks services over a router. Closing it ends its services, not the router. */
export function createServices({ router, names, clock = systemClock, onRequest }: ServicesOptions): Services {
  const hostings = new Set<Hosting>()
  const own = createOwnServices(router)
  const watch = onRequest && createWatch(onRequest, clock)
  let asking: ReturnType<typeof createFetch> | undefined

  async function host(handler: FetchHandler, options: HostOptions = {}): Promise<Hosting> {
    const { maxConcurrent = 256, maxBodyBytes = 64 * 1024 * 1024, answerWithinMs = 60_000 } = options
    const { privacy, onError = () => {} } = options
    // A page that only stands by hosts nothing, and asks nothing.
    const { serve } = await import('./host.ts')
    const pair = options.key ?? (await createKeyPair())
    const key = pair.publicKey
    const seen = watch?.served(handler, key, privacy ?? 'hidden') ?? handler
    const handle = serve(seen, { key, clock, maxConcurrent, maxBodyBytes, answerWithinMs, onError })
    // As many again, for those who are told that there is no place: to say so takes a turn as well.
    const stop = await router.host(pair, handle, { maxConcurrent: 2 * maxConcurrent, ...(privacy && { privacy }) })
    const hide = privacy === 'direct' ? own.add(key, handle) : () => {}
    const hosting: Hosting = {
      key,
      url: `hydra://${key}/`,
      async close() {
        hostings.delete(hosting)
        hide()
        stop()
      },
    }
    hostings.add(hosting)
    return hosting
  }

  return {
    host,
    async fetch(input, init) {
      const { createFetch } = await import('./fetch.ts')
      // Made after the wait: two first calls at once would otherwise have cookies of their own.
      asking ??= createFetch({ router: own, names, clock, watch })
      return asking(input, init)
    },
    async close() {
      for (const hosting of hostings) await hosting.close()
    },
  }
}
