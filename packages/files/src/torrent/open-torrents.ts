import type { PieceStoreClass, Torrent, TorrentClient } from './client.ts'
import { TorrentRefusedError } from './errors.ts'

interface OpenTorrentsOptions {
  readonly client: TorrentClient
  readonly announce: readonly string[]
  readonly peers: readonly string[]
  readonly maxBytes: number
  readonly store: PieceStoreClass
}

interface Open {
  readonly torrent: Torrent
  readonly ready: Promise<void>
  users: number
}

export interface OpenTorrents {
  /** A torrent whose metainfo is here, for as long as the signal is not aborted. */
  take(torrent: string | Uint8Array, signal: AbortSignal): Promise<Torrent>
  /** Serves what a store has; the result ends it. */
  seed(file: Uint8Array, infohash: string, store: PieceStoreClass): Promise<() => Promise<void>>
}

/** Torrents that are in use, each once: a client takes none twice. */
export function createOpenTorrents(options: OpenTorrentsOptions): OpenTorrents {
  const { client, announce, peers, maxBytes, store } = options
  const open = new Map<string, Open>()
  let taken = 0

  async function release(key: string, entry: Open): Promise<void> {
    entry.users -= 1
    if (entry.users > 0) return
    if (open.get(key) === entry) open.delete(key)
    await new Promise<void>((resolve) => client.remove(entry.torrent, { destroyStore: true }, () => resolve()))
  }

  function begin(key: string, what: string | Uint8Array, how: object): Open {
    const torrent = client.add(what, { announce: [...announce], destroyStoreOnDestroy: true, ...how })
    const entry = { torrent, ready: whenReady(torrent, key), users: 0 }
    open.set(key, entry)
    return entry
  }

  return {
    async take(what, signal) {
      signal.throwIfAborted()
      const key = typeof what === 'string' ? infohashIn(what) : `file ${++taken}`
      // With peers and trackers: who has an infohash alone finds nobody by it.
      const given = typeof what === 'string' && !what.includes(':') ? magnetOf(what, announce, peers) : what
      const entry = open.get(key) ?? begin(key, given, { store })
      entry.users += 1
      signal.addEventListener('abort', () => void release(key, entry), { once: true })
      await orAborted(entry.ready, signal)
      const { length, infoHash } = entry.torrent
      if (length > maxBytes) {
        throw new TorrentRefusedError(infoHash, `it has ${length} bytes, and ${maxBytes} are the limit (\`maxBytes\`)`)
      }
      return entry.torrent
    },
    async seed(file, infohash, from) {
      const before = open.get(infohash)
      const entry = before ?? begin(infohash, file, { store: from, skipVerify: true })
      entry.users += 1
      try {
        await entry.ready
      } catch (error) {
        await release(infohash, entry)
        throw error
      }
      return () => release(infohash, entry)
    },
  }
}

/** A magnet link by which others find it: BEP 9. */
export function magnetOf(infohash: string, announce: readonly string[], peers: readonly string[]): string {
  const trackers = announce.map((url) => `&tr=${encodeURIComponent(url)}`)
  const hints = peers.map((peer) => `&x.pe=${peer}`)
  return `magnet:?xt=urn:btih:${infohash}${[...trackers, ...hints].join('')}`
}

function infohashIn(text: string): string {
  return /(?:^|urn:btih:)([0-9a-f]{40})(?:$|&)/i.exec(text)?.[1]?.toLowerCase() ?? text
}

function whenReady(torrent: Torrent, key: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  // Without anyone who hears of it, the client itself would fail.
  torrent.on('error', (cause) => reject(new TorrentRefusedError(key, 'the client gave it up', { cause })))
  if (torrent.ready) resolve()
  else torrent.once('ready', () => resolve())
  promise.catch(() => undefined)
  return promise
}

async function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(signal.reason)
  signal.addEventListener('abort', onAbort)
  try {
    await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
