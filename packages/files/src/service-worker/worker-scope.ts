// The compiler's library has either pages or workers: these are the few parts of a worker that are used.

export interface Client {
  readonly id: string
  postMessage(message: unknown, transfer: Transferable[]): void
}

export interface Clients {
  matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly Client[]>
  get(id: string): Promise<Client | undefined>
  claim(): Promise<void>
}

export interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}

export interface FetchEvent extends ExtendableEvent {
  readonly request: Request
  readonly clientId: string
  respondWith(response: Promise<Response>): void
}

/** The little that is needed of a `ServiceWorkerGlobalScope`. */
export interface WorkerScope {
  readonly registration: { readonly scope: string }
  readonly clients: Clients
  skipWaiting(): Promise<void>
  addEventListener(type: string, listener: (event: never) => void): void
}
