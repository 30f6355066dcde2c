/** What a worker hands to a page, with a port for the answer. */
export interface PageRequest {
  readonly hydra: 'request'
  readonly url: string
  readonly method: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body?: ArrayBuffer
}

/** What a page sends back. A piece only goes when the worker pulled: a slow reader fills nobody's memory. */
export type FromPage =
  | { readonly type: 'accept' }
  | {
      readonly type: 'head'
      readonly status: number
      readonly headers: readonly (readonly [string, string])[]
      readonly hasBody: boolean
    }
  | { readonly type: 'piece'; readonly bytes: Uint8Array }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly message: string }

export type FromWorker = { readonly type: 'pull' } | { readonly type: 'cancel' }

export function isPageRequest(value: unknown): value is PageRequest {
  return typeof value === 'object' && value !== null && (value as PageRequest).hydra === 'request'
}
