import type { KeyPair, PublicKey } from '@hydra/identity'
import type { Privacy, Router } from '@hydra/router'
import type { Names } from './names.ts'

export type Unsubscribe = () => void

export interface Context {
  /** Aborts when the caller gave up. */
  readonly signal: AbortSignal
  /** The caller's key, if it chose to sign. */
  readonly caller?: PublicKey
}

/** Answers an HTTP request. A Hono app's `fetch` is one. */
export type FetchHandler = (request: Request, context: Context) => Response | Promise<Response>

export interface HostOptions {
  key: KeyPair
  /** Requests served at once; over it callers get 429. @default 64 */
  maxConcurrent?: number
  /** Larger uploads get 413. @default 64 MiB */
  maxBodyBytes?: number
}

export interface FetchInit extends RequestInit {
  /** @default 'hidden' */
  privacy?: Privacy
  /** Accepts `hidden` where this peer has too few links to hide behind. @default false */
  acceptWeak?: boolean
  /** Signs the request, so that the host knows its caller. */
  caller?: KeyPair
}

export interface ServicesOptions {
  router: Router
  names?: Names
}

/** HTTP APIs hosted by peers, called with `fetch`. */
export interface Services {
  host(handler: FetchHandler, options: HostOptions): Promise<Unsubscribe>
  /** Fetches `hydra://<key or name>/path`. */
  fetch(input: string | URL | Request, init?: FetchInit): Promise<Response>
  close(): Promise<void>
}
