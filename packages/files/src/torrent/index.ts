/**
 * Files as torrents, and torrents as a source of files, by a WebTorrent client that the caller brings.
 *
 * ```ts
 * const torrents = createTorrents({ client: new WebTorrent(), find: (cid) => infohashes.get(cid) })
 * const files = await createFiles({ blocks: memoryBlocks(), sources: [torrents] })
 * const { infohash, magnet } = await torrents.offer(files, cid, { name: 'whale.mp4' })
 * ```
 *
 * @packageDocumentation
 */
export type { PieceStore, PieceStoreClass, Torrent, TorrentClient, TorrentFile } from './client.ts'
export { TorrentRefusedError } from './errors.ts'
export { createTorrents } from './torrents.ts'
export type { Offered, OfferOptions, Torrents, TorrentsOptions } from './torrents.ts'
