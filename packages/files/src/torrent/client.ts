/** As much of a WebTorrent client as is used here: `new WebTorrent()` of `webtorrent` 3, in Node or in a tab. */
export interface TorrentClient {
  add(torrent: string | Uint8Array, options: object): Torrent
  remove(torrent: Torrent, options: object, callback: (error?: unknown) => void): void
}

export interface Torrent {
  readonly infoHash: string
  readonly ready: boolean
  /** The decoded `info` of its metainfo, with every field that its maker put there. */
  readonly info: Readonly<Record<string, unknown>>
  readonly files: readonly TorrentFile[]
  readonly length: number
  once(event: 'ready', listener: () => void): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
  off(event: 'ready', listener: () => void): unknown
}

export interface TorrentFile {
  /** With the torrent's name in front, where it has several. */
  readonly path: string
  readonly length: number
  /** Bytes from `start` up to and with `end`. */
  [Symbol.asyncIterator](range?: { start: number; end: number }): AsyncIterator<Uint8Array>
}

type Callback = (error: Error | null, bytes?: Uint8Array) => void

/** Where a client keeps pieces: `abstract-chunk-store`. */
export interface PieceStore {
  /** Bytes of a piece. */
  readonly chunkLength: number
  put(index: number, bytes: Uint8Array, callback: Callback): void
  get(index: number, options: { offset?: number; length?: number } | Callback | null, callback?: Callback): void
  close(callback: Callback): void
  destroy(callback: Callback): void
}

export type PieceStoreClass = new (pieceBytes: number, options?: object) => PieceStore
