import type { PieceStore, PieceStoreClass, Torrent, TorrentClient, TorrentFile } from './client.ts'
import { toHex } from './metainfo.ts'

interface Content {
  readonly info: Readonly<Record<string, unknown>>
  readonly files: readonly { readonly path: string; readonly read: (from: number, to: number) => Promise<Uint8Array> }[]
  readonly sizes: readonly number[]
}

export interface FakeClient extends TorrentClient {
  /** Infohashes of what is neither offered nor removed. */
  open(): readonly string[]
  /** Bytes that were read from others. */
  read(): number
}

export interface FakeSwarm {
  client(): FakeClient
  seed(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): string
  seeds(): number
  /** Its bytes are others from now on. */
  damage(infohash: string): void
}

const text = new TextDecoder('latin1')

/** Torrents without a network: what one client seeds, another gets by its infohash. */
export function createFakeSwarm(): FakeSwarm {
  const contents = new Map<string, Content>()
  const damaged = new Set<string>()

  function client(): FakeClient {
    const open = new Map<string, FakeTorrent>()
    let read = 0
    return {
      add(what, options) {
        const { store } = options as { store: PieceStoreClass }
        if (typeof what !== 'string') {
          const content = seeded(what, store)
          const offered = new FakeTorrent('', undefined, { damaged, seeds: true, onRead: () => {} })
          void infohashOf(what).then((infohash) => {
            contents.set(infohash, content)
            offered.appear(infohash)
          })
          return offered
        }
        const infohash = /[0-9a-f]{40}/.exec(what)?.[0] ?? ''
        const onRead = (bytes: number): void => void (read += bytes)
        const torrent = new FakeTorrent(infohash, contents.get(infohash), { damaged, seeds: false, onRead })
        open.set(infohash, torrent)
        return torrent
      },
      remove(torrent, _options, callback) {
        open.delete(torrent.infoHash)
        if (torrent instanceof FakeTorrent && torrent.seeds) contents.delete(torrent.infoHash)
        queueMicrotask(() => callback())
      },
      open: () => [...open.keys()],
      read: () => read,
    }
  }

  return {
    client,
    seed(files) {
      const infohash = toHex(crypto.getRandomValues(new Uint8Array(20)))
      contents.set(infohash, {
        info: {},
        sizes: files.map(({ bytes }) => bytes.length),
        files: files.map(({ path, bytes }) => ({ path, read: async (from, to) => bytes.slice(from, to) })),
      })
      return infohash
    },
    seeds: () => contents.size,
    damage: (infohash) => void damaged.add(infohash),
  }
}

interface Behaviour {
  readonly damaged: ReadonlySet<string>
  readonly seeds: boolean
  readonly onRead: (bytes: number) => void
}

class FakeTorrent implements Torrent {
  infoHash: string
  readonly ready: boolean
  readonly info: Readonly<Record<string, unknown>>
  readonly files: readonly TorrentFile[]
  readonly length: number
  readonly seeds: boolean

  constructor(infoHash: string, content: Content | undefined, { damaged, seeds, onRead }: Behaviour) {
    this.infoHash = infoHash
    this.seeds = seeds
    this.ready = content !== undefined
    this.info = content?.info ?? {}
    const sizes = content?.sizes ?? []
    this.length = sizes.reduce((sum, size) => sum + size, 0)
    this.files = (content?.files ?? []).map(({ path, read }, at) => {
      const length = sizes[at] ?? 0
      return {
        path,
        length,
        async *[Symbol.asyncIterator]({ start, end } = { start: 0, end: length - 1 }) {
          for (let from = start; from <= end; from += 65_536) {
            const bytes = await read(from, Math.min(end + 1, from + 65_536))
            onRead(bytes.length)
            yield damaged.has(infoHash) ? bytes.map((byte) => byte ^ 1) : bytes
          }
        },
      }
    })
  }

  readonly #listeners: (() => void)[] = []

  once(_event: 'ready', listener: () => void): void {
    this.#listeners.push(listener)
  }

  appear(infohash: string): void {
    this.infoHash = infohash
    for (const listener of this.#listeners) listener()
  }

  on(): void {}
  off(): void {}
}

/** What of a metainfo file is needed here: the length, the size of pieces, and the tree. */
function seeded(file: Uint8Array, Store: PieceStoreClass): Content {
  const { info } = decode(file) as { info: Record<string, unknown> }
  const [length, pieceBytes] = [Number(info['length']), Number(info['piece length'])]
  const store = new Store(pieceBytes)
  const read = async (from: number, to: number): Promise<Uint8Array> => {
    const parts: Uint8Array[] = []
    for (let at = from; at < to; ) {
      const index = Math.floor(at / pieceBytes)
      const offset = at % pieceBytes
      const part = await piece(store, index, { offset, length: Math.min(to - at, pieceBytes - offset) })
      parts.push(part)
      at += part.length
    }
    return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer())
  }
  return { info, sizes: [length], files: [{ path: text.decode(info['name'] as Uint8Array), read }] }
}

function piece(store: PieceStore, index: number, range: { offset: number; length: number }): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    store.get(index, range, (error, bytes) => (bytes ? resolve(bytes) : reject(error)))
  })
}

/** Of a metainfo file that says nothing but `info`. */
async function infohashOf(file: Uint8Array): Promise<string> {
  const info = file.slice('d4:info'.length, -1)
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-1', info)))
}

function decode(bytes: Uint8Array): unknown {
  let at = 0
  const read = (): unknown => {
    const kind = String.fromCharCode(bytes[at] ?? 0)
    if (kind === 'i') return number('e', 1)
    if (kind === 'l') return many(read)
    if (kind === 'd') return Object.fromEntries(many(() => [text.decode(read() as Uint8Array), read()] as const))
    const length = number(':', 0)
    at += length
    return bytes.slice(at - length, at)
  }
  const number = (end: string, skip: number): number => {
    const stop = bytes.indexOf(end.charCodeAt(0), at)
    const found = Number(text.decode(bytes.subarray(at + skip, stop)))
    at = stop + 1
    return found
  }
  const many = <T>(one: () => T): T[] => {
    const all: T[] = []
    at += 1
    while (String.fromCharCode(bytes[at] ?? 0) !== 'e') all.push(one())
    at += 1
    return all
  }
  return read()
}
