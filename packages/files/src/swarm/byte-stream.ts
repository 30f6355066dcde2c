/** Ordered bytes to and from one peer. */
export interface ByteStream {
  /** The next bytes that came; `undefined` at the end. */
  read(options?: { signal?: AbortSignal }): Promise<Uint8Array | undefined>
  /** Takes the parts one after the other; resolves when more may be written. */
  write(parts: readonly Uint8Array[], options?: { signal?: AbortSignal }): Promise<void>
  close(): Promise<void>
  abort(reason: Error): void
}
