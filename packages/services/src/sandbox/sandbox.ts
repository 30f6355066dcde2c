import type { FetchHandler } from '../handler.ts'
import type { Kv } from './kv.ts'

/** What a guest may use besides its own code: what does not stand here does not exist for it. */
export interface Capabilities {
  readonly kv?: Kv
  /** Asks services, and only those that were granted. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** Brings a file by its CID. */
  readonly files?: (cid: string, options: { signal: AbortSignal }) => Promise<Uint8Array | undefined>
  readonly log?: (line: string) => void
  /** Whether it may know what time it is. */
  readonly clock?: boolean
  readonly randomness?: boolean
}

/** How much a guest may use. */
export interface Limits {
  /** Time that its code runs for one request, by the wall: on a busy machine that is less work. */
  readonly cpuMsPerCall: number
  readonly memoryBytes: number
  /** Requests that it works on at once. */
  readonly maxConcurrent: number
  /** Of a request, a response, and of what its own requests bring. */
  readonly maxBodyBytes: number
}

/** Why a guest runs no more. */
export type GuestEnd = 'stopped' | 'cpu' | 'memory' | 'crash'

export interface Usage {
  /** Milliseconds that its code ran, since it started. */
  readonly cpuMs: number
  readonly memoryBytes: number
  /** Requests that it was asked, since it started. */
  readonly calls: number
}

/** A stranger's code at work. */
export interface Guest {
  readonly fetch: FetchHandler
  /** Settles once it runs no more. */
  readonly ended: Promise<GuestEnd>
  usage(): Usage
  /** Ends it at once, in the middle of whatever it does. */
  stop(): Promise<void>
}

/** Runs code of strangers with nothing but the capabilities that it is given. */
export interface Sandbox {
  /** Rejects with `GuestError` where the source is no guest. */
  start(source: string, options: { capabilities: Capabilities; limits: Limits; signal?: AbortSignal }): Promise<Guest>
}
