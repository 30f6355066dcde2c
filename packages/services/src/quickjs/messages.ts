/** What the host says to the worker that a guest runs in. */
export type ToWorker =
  | {
      readonly type: 'start'
      readonly source: string
      readonly memoryBytes: number
      readonly granted: readonly Grantable[]
    }
  | { readonly type: 'call'; readonly call: number; readonly cpuMs: number; readonly head: string; readonly body: Body }
  /** The answer to something that the guest asked for. */
  | { readonly type: 'settle'; readonly call: number; readonly ask: number; readonly text: string; readonly body: Body }
  | { readonly type: 'refuse'; readonly call: number; readonly ask: number; readonly reason: string }
  /** Nobody waits for the call's answer any more. */
  | { readonly type: 'forget'; readonly call: number }

/** What the worker says to the host. Whatever came out of the guest is text and bytes, to be judged by the host. */
export type FromWorker =
  | { readonly type: 'started'; readonly memoryBytes: number }
  /** It did not start: the guest is none, or this place cannot run any. */
  | { readonly type: 'failed'; readonly by: 'guest' | 'sandbox'; readonly reason: string }
  /** A message to the worker is dealt with, and the guest waits. One for each `call`, `settle` and `refuse`. */
  | { readonly type: 'turn'; readonly cpuMs: number; readonly memoryBytes: number }
  | { readonly type: 'reply'; readonly call: number; readonly head: string; readonly body: Body }
  | { readonly type: 'threw'; readonly call: number; readonly reason: string }
  | {
      readonly type: 'ask'
      readonly call: number
      readonly ask: number
      readonly kind: string
      readonly text: string
      readonly body: Body
    }
  | { readonly type: 'log'; readonly line: string }
  | { readonly type: 'end'; readonly end: 'cpu' | 'memory' | 'crash' }

export type Body = Uint8Array<ArrayBuffer> | undefined

export const GRANTABLE = ['kv', 'fetch', 'files', 'log', 'clock', 'randomness'] as const
export type Grantable = (typeof GRANTABLE)[number]

/** The thread that a guest runs in, as the host sees it. */
export interface GuestWorker {
  post(message: ToWorker): void
  onMessage(listener: (message: FromWorker) => void): void
  /** It broke down, or could not be started. */
  onError(listener: (error: Error) => void): void
  /** Ends it, even in the middle of a loop. */
  terminate(): void
}
