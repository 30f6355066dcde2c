import type { PublicKey } from '@hydra/identity'

export interface Context {
  /** Aborts when the caller gave up. */
  readonly signal: AbortSignal
  /** The caller's key, if it chose to sign. */
  readonly caller?: PublicKey
}

/** Answers an HTTP request. A Hono app's `fetch` is one. */
export type FetchHandler = (request: Request, context: Context) => Response | Promise<Response>
