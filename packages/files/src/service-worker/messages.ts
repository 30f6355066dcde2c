/** Worker to page, with a port for what follows: can you answer this path? */
export interface Offer {
  readonly hydra: 'offer'
  readonly path: string
}

/** Page to worker: a page that was loaded past its worker (a hard reload) asks to be taken back. */
export interface Claim {
  readonly hydra: 'claim'
}

/** What a page says. A piece only goes when the worker pulled: a slow reader fills nobody's memory. */
export type FromPage =
  | { readonly type: 'accept' }
  | { readonly type: 'refuse' }
  | { readonly type: 'head'; readonly status: number; readonly headers: [string, string][]; readonly hasBody: boolean }
  | { readonly type: 'piece'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly message: string }

/** What the worker says to the page that it chose. */
export type FromWorker =
  | {
      readonly type: 'request'
      readonly url: string
      readonly method: string
      readonly headers: [string, string][]
      readonly body?: ArrayBuffer
    }
  | { readonly type: 'pull' }
  | { readonly type: 'cancel' }

export function isOffer(value: unknown): value is Offer {
  return has(value, 'offer')
}

export function isClaim(value: unknown): value is Claim {
  return has(value, 'claim')
}

function has(value: unknown, kind: string): boolean {
  return typeof value === 'object' && value !== null && (value as Partial<Offer | Claim>).hydra === kind
}
