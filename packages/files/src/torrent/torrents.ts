import type { CID } from 'multiformats/cid'
import { wantsBelow } from '../below.ts'
import type { Block, BlockSource, FindOptions, Provider, Want } from '../block-source.ts'
import type { Files } from '../files.ts'
import { checkedPath } from '../file-path.ts'
import { inOrder } from '../in-order.ts'
import { joined } from '../joined.ts'
import type { PieceStoreClass, Torrent, TorrentClient } from './client.ts'
import { TorrentRefusedError } from './errors.ts'
import { makeMetainfo, toHex } from './metainfo.ts'
import { createOpenTorrents, magnetOf } from './open-torrents.ts'
import { MemoryPieces, piecesOf } from './pieces.ts'
import { type Shape, shapeFromContent, shapeFromTree, stoppable } from './shape.ts'

export interface TorrentsOptions {
  /** A WebTorrent client, which stays the caller's: `new WebTorrent()`. */
  client: TorrentClient
  /** The infohash of a file, by its CID: what an index record says. @default nobody knows any */
  find?: (cid: string) => Promise<Uint8Array | undefined> | Uint8Array | undefined
  /** Trackers to tell and to ask. @default none: the client's own ways */
  announce?: readonly string[]
  /** Peers to begin with, as `host:port`. @default none */
  peers?: readonly string[]
  /** The largest torrent that is fetched. @default 512 MiB, which is held in memory; raise it with a `store` on a disk */
  maxBytes?: number
  /** Where pieces that are fetched are kept: any `abstract-chunk-store`. @default in memory */
  store?: PieceStoreClass
}

export interface Offered {
  /** For the file's index record. */
  readonly infohash: Uint8Array
  readonly magnet: string
  /** A `.torrent` file, for programs that take one. */
  readonly torrent: Uint8Array
}

export interface OfferOptions {
  /** What other programs call the file. */
  name: string
  signal?: AbortSignal
}

/** Torrents as a source of blocks, and files as torrents. */
export interface Torrents extends BlockSource {
  /** Seeds a file that is here, until `withdraw` or the client's end. Nothing of it is kept twice. */
  offer(files: Files, cid: string, options: OfferOptions): Promise<Offered>
  /** Adds and pins what a torrent holds, by its infohash, magnet link or `.torrent` file, and resolves to the CID. */
  bring(files: Files, torrent: string | Uint8Array, options?: { signal?: AbortSignal }): Promise<string>
}

const MAX_BYTES = 512 * 1024 ** 2
// Of one question: the client itself asks for pieces side by side.
const AT_ONCE = 4

/** Offers files as torrents and fetches them from torrents. BitTorrent shows everyone who asks and who answers. */
export function createTorrents(options: TorrentsOptions): Torrents {
  const { client, find = () => undefined, announce = [], peers = [], maxBytes = MAX_BYTES } = options
  const open = createOpenTorrents({ client, announce, peers, maxBytes, store: options.store ?? MemoryPieces })
  const offers = new Map<string, Promise<() => Promise<void>>>()

  async function* providers(root: CID, { signal }: FindOptions): AsyncGenerator<Provider> {
    const infohash = await find(root.toString())
    // Version 2 of BitTorrent, of which infohashes have 32 bytes, no WebTorrent speaks.
    if (infohash?.length !== 20) return
    const text = toHex(infohash)
    // The reader's end is the torrent's.
    const torrent = await open.take(text, signal)
    const shape = await shapeOf(root, torrent, signal)
    yield { id: `torrent:${text}`, ask: (wants, how) => ask(torrent, shape, wants, how.signal) }
  }

  async function* ask(torrent: Torrent, shape: Shape, wants: readonly Want[], signal: AbortSignal) {
    signal.throwIfAborted()
    const all = wants.flatMap((want) => followed(shape, want))
    for await (const found of inOrder(all, AT_ONCE, (cid) => block(torrent, shape, cid, signal))) if (found) yield found
  }

  return {
    name: 'torrent',
    privacy: 'direct',
    providers,
    async offer(files, cid, { name, signal }) {
      const made = await makeMetainfo(files, cid, { name, announce, signal })
      const text = toHex(made.infohash)
      const seeding = offers.get(cid) ?? open.seed(made.file, text, piecesOf(files, cid, made.bytes))
      offers.set(cid, seeding)
      try {
        await seeding
      } catch (error) {
        // Or it could never be offered again.
        offers.delete(cid)
        throw error
      }
      return { infohash: made.infohash, magnet: magnetOf(text, announce, peers), torrent: made.file }
    },
    async bring(files, torrent, { signal = new AbortController().signal } = {}) {
      const ended = new AbortController()
      try {
        const found = await open.take(torrent, AbortSignal.any([signal, ended.signal]))
        return await addAll(files, found, signal)
      } finally {
        ended.abort()
      }
    },
    async withdraw(root) {
      const end = offers.get(root.toString())
      offers.delete(root.toString())
      await (await end)?.()
    },
  }
}

async function shapeOf(root: CID, torrent: Torrent, signal: AbortSignal): Promise<Shape> {
  const [file] = torrent.files
  if (file === undefined || torrent.files.length !== 1) {
    throw new TorrentRefusedError(torrent.infoHash, 'it has several files, and one is wanted')
  }
  const shape = (await shapeFromTree(root, torrent, file.length)) ?? (await shapeFromContent(root, file, signal))
  if (shape === undefined) throw new TorrentRefusedError(torrent.infoHash, `its file is not ${root}`)
  return shape
}

/** A want, and what of the wanted lies below it. */
function followed({ nodes }: Shape, { cid, below }: Want): CID[] {
  const node = nodes.get(cid.toString())
  if (node === undefined || below === undefined) return [cid]
  return [cid, ...wantsBelow(cid, node, below).flatMap((want) => followed({ nodes, leaves: new Map() }, want))]
}

async function block(torrent: Torrent, shape: Shape, cid: CID, signal: AbortSignal): Promise<Block | undefined> {
  const node = shape.nodes.get(cid.toString())
  if (node) return { cid, bytes: node }
  const range = shape.leaves.get(cid.toString())
  const [file] = torrent.files
  if (range === undefined || file === undefined) return undefined
  try {
    const bytes = await joined(stoppable(file, signal, range))
    // A client that cannot read a piece ends early, and says nothing.
    return bytes.length === range.to - range.from ? { cid, bytes } : undefined
  } catch (error) {
    // A piece that nobody has is a block less, and no reason to ask for no other.
    if (signal.aborted) throw error
    return undefined
  }
}

async function addAll(files: Files, torrent: Torrent, signal: AbortSignal): Promise<string> {
  const [only] = torrent.files
  if (torrent.files.length === 1 && only) return await files.add(stoppable(only, signal), { signal })
  const named = torrent.files.map((file) => ({
    path: plainPath(torrent.infoHash, file.path),
    content: stoppable(file, signal),
  }))
  return await files.addFolder(named, { signal })
}

/** Where a file lies in its folder, by a name that is one on every system. */
function plainPath(infohash: string, path: string): string {
  try {
    return checkedPath(path.replaceAll('\\', '/'))
  } catch (cause) {
    throw new TorrentRefusedError(infohash, 'a path of it leads out of its folder', { cause })
  }
}
