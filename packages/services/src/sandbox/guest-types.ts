import type { Kv } from './kv.ts'

/** What a guest's handler gets beside the request: each part only where it was granted. For authors of guests. */
export interface GuestCapabilities {
  /** The caller's key, if it signed. */
  readonly caller?: string
  readonly kv: Kv
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>
  readonly files: { get(cid: string): Promise<Uint8Array | undefined> }
  readonly log: (...values: unknown[]) => void
}

/** What a guest exports: `export default { fetch } satisfies { fetch: GuestHandler }`. A Hono app is one. */
export type GuestHandler = (request: Request, capabilities: GuestCapabilities) => Response | Promise<Response>
