/** What the parts of the prelude know of each other's classes, which are made anew in each guest. */
export interface GuestHeaders extends Iterable<[string, string]> {
  has(name: string): boolean
  set(name: string, value: string): void
}

export type HeadersSource = Iterable<readonly [string, string]> | Readonly<Record<string, string>> | null | undefined
export type HeadersClass = new (init?: HeadersSource) => GuestHeaders

export type Raw = string | Uint8Array<ArrayBuffer> | null

export interface GuestMessage {
  readonly headers: GuestHeaders
  readonly body: Raw
}

export interface HttpClasses {
  readonly Request: new (
    input: unknown,
    init?: { method?: string; headers?: HeadersSource; body?: unknown },
  ) => GuestMessage & { readonly url: string; readonly method: string }
  readonly Response: new (
    body?: unknown,
    init?: { status?: number; headers?: HeadersSource },
  ) => GuestMessage & { readonly status: number }
}
