/** Storage of one guest: text by keys, listed in one order that stays. */
export interface Kv {
  get(key: string): Promise<string | undefined>
  set(key: string, value: string): Promise<void>
  /** Sets it only where there is nothing yet; whether it did. Of many at once, one succeeds. */
  add(key: string, value: string): Promise<boolean>
  delete(key: string): Promise<void>
  list(options?: KvListOptions): Promise<readonly (readonly [key: string, value: string])[]>
}

export interface KvListOptions {
  /** @default '', all keys */
  readonly prefix?: string
  /** Goes on behind this key. @default from the first */
  readonly after?: string
  /** @default 100, and 1,000 at most */
  readonly limit?: number
}
