/** As much of a `Hypercore` 11 as is used here. The core, its storage and its replication stay the caller's. */
export interface Core {
  readonly key: Uint8Array | null
  readonly length: number
  readonly writable: boolean
  ready(): Promise<void>
  append(block: Uint8Array): Promise<unknown>
  get(index: number): Promise<Uint8Array | null>
  on(event: CoreEvent, listener: (...details: never[]) => void): unknown
  off(event: CoreEvent, listener: (...details: never[]) => void): unknown
}

export type CoreEvent = 'append' | 'truncate' | 'conflict'
