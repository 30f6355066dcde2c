/** Ordered bytes to and from one peer. A libp2p stream, a pipe, or a socket does. */
export interface ByteStream {
  read(options?: { signal?: AbortSignal }): Promise<Uint8Array | undefined>
  /** Resolves when more may be written. */
  write(bytes: Uint8Array, options?: { signal?: AbortSignal }): Promise<void>
  close(): Promise<void>
  abort(reason: Error): void
}
