import { createKeyPair, type KeyPair, type PublicKey } from '@hydra/identity'
import type { Router } from '@hydra/router'
import { createFetch, type FetchInit } from './fetch.ts'
import type { FetchHandler } from './handler.ts'
import { serve } from './host.ts'
import type { Names } from './names.ts'

export interface HostOptions {
  /** The key that the service is asked under. @default a fresh one, which ends with the hosting */
  key?: KeyPair
  /** Requests served at once; over it callers get 429. @default 64 */
  maxConcurrent?: number
  /** Larger uploads get 413. @default 64 MiB */
  maxBodyBytes?: number
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
}

/** HTTP APIs hosted by peers, called with `fetch`. */
export interface Services {
  host(handler: FetchHandler, options?: HostOptions): Promise<Hosting>
  /** Fetches `hydra://<key or name>/path`. */
  fetch(input: string | URL | Request, init?: FetchInit): Promise<Response>
  close(): Promise<void>
}

/** Creates what hosts and asks services over a router. Closing it ends its services, not the router. */
export function createServices({ router, names }: ServicesOptions): Services {
  const hostings = new Set<Hosting>()

  async function host(handler: FetchHandler, options: HostOptions = {}): Promise<Hosting> {
    const { maxConcurrent = 64, maxBodyBytes = 64 * 1024 * 1024 } = options
    const pair = options.key ?? (await createKeyPair())
    const key = pair.publicKey
    const stop = await router.host(pair, serve(handler, { key, maxConcurrent, maxBodyBytes }), { maxConcurrent })
    const hosting: Hosting = {
      key,
      url: `hydra://${key}/`,
      async close() {
        hostings.delete(hosting)
        stop()
      },
    }
    hostings.add(hosting)
    return hosting
  }

  return {
    host,
    fetch: createFetch(router, names),
    async close() {
      for (const hosting of hostings) await hosting.close()
    },
  }
}
