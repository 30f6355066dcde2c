import type { Peer } from '@hydra/peer'
import type { FoundFile, FoundFiles, SharedFile, TaskContext } from '@hydra/views'
import { type ReadonlySignal, signal } from '@preact/signals'

/** Files of this tab: what it shares, and what it brings. */
export interface Shelf {
  readonly files: ReadonlySignal<readonly SharedFile[]>
  share(file: File, context: TaskContext): Promise<void>
  search(words: string): Promise<FoundFiles>
  get(file: FoundFile): Promise<void>
  remove(file: SharedFile): Promise<void>
  load(): Promise<void>
}

const MAX_FOUND = 40
// What a screen shows; the rest stays on the shelf.
const MAX_LISTED = 200

export function createShelf({ files, index, identity }: Pick<Peer, 'files' | 'index' | 'identity'>): Shelf {
  const all = signal<readonly SharedFile[]>([])
  const put = (file: SharedFile): void => void (all.value = [file, ...all.value.filter(({ cid }) => cid !== file.cid)])

  async function aboutOf(cid: string): Promise<SharedFile> {
    const [entry] = (await index.search('', { cid, limit: 1 })).entries
    if (entry === undefined) return { cid }
    return { cid, name: entry.name, bytes: entry.bytes, mediaType: entry.mediaType }
  }

  return {
    files: all,
    async share(file, { signal, onProgress }) {
      const cid = await files.add(file, {
        signal,
        onProgress: ({ bytes }) => onProgress({ done: bytes, total: file.size, unit: 'bytes' }),
      })
      await files.provide(cid)
      const about = { cid, name: file.name, bytes: file.size, mediaType: file.type || 'application/octet-stream' }
      await index.publish(identity.author, { ...about, tags: [] }, { signal })
      put(about)
    },
    async search(words) {
      const { total, exact, entries } = await index.search(words, { limit: MAX_FOUND })
      return { total, exact, entries }
    },
    async get({ cid, name, bytes, mediaType }) {
      const about = { cid, name, bytes, mediaType }
      put({ ...about, progress: { done: 0, total: bytes, unit: 'bytes' } })
      try {
        const content = await files.get(cid, {
          onProgress: ({ bytes: done, totalBytes = bytes }) =>
            put({ ...about, progress: { done, total: totalBytes, unit: 'bytes' } }),
        })
        await files.pin(cid)
        // Shown as a download and never as a page: it is a stranger's.
        put({
          ...about,
          href: URL.createObjectURL(new Blob([new Uint8Array(content)], { type: 'application/octet-stream' })),
        })
      } catch (error) {
        put({ ...about, failure: (error as Error).message })
      }
    },
    async remove({ cid }) {
      await files.withdraw(cid)
      await files.unpin(cid).catch(() => undefined)
      all.value = all.value.filter((file) => file.cid !== cid)
    },
    async load() {
      const cids: string[] = []
      for await (const { cid } of files.pins()) if (cids.push(cid) === MAX_LISTED) break
      all.value = await Promise.all(cids.map(aboutOf))
    },
  }
}
