import { FileList, type FoundFile, type FoundFiles, IndexSearch, Panel, type SharedFile } from '@hydra/views'
import { useEffect, useState } from 'preact/hooks'
import { type Ask, all } from '../ask.ts'
import { fileUrl } from '../scene-of.ts'
import type { NodeState } from '../state.ts'
import { DropFiles } from './drop-files.tsx'
import { useTransfers } from './use-transfers.ts'

// Who holds what changes slowly, and asking takes others' time.
const LOOK_EVERY_MS = 10_000

export function FilesPage({ node }: { node: NodeState }) {
  const { ask, now } = node
  const gateway = now.value?.url ?? location.origin
  const [shared, look] = useShared(ask, gateway)
  const transfers = useTransfers(ask, look)
  const remove = async ({ cid }: SharedFile): Promise<void> => {
    await all(ask('files rm', { args: [cid] }))
    look()
  }
  const search = async (words: string, signal: AbortSignal): Promise<FoundFiles> => {
    const query = new URLSearchParams({ q: words, limit: '20' })
    const response = await fetch(`/search?${query}`, { signal })
    if (!response.ok) throw new Error(((await response.json()) as { detail: string }).detail)
    const found = (await response.json()) as FoundFiles
    return { ...found, entries: found.entries.map((file) => ({ ...file, href: fileUrl(gateway, file.cid) })) }
  }
  return (
    <div class="page">
      <h1>Files</h1>
      <div class="pair">
        <Panel title="Shared from here">
          <DropFiles onFiles={transfers.add} />
          <FileList
            files={[
              ...transfers.files,
              ...shared.filter(({ cid }) => !transfers.files.some((each) => each.cid === cid)),
            ]}
            onRemove={(file) => void remove(file)}
            onCancel={({ cid }) => transfers.cancel(cid)}
          />
        </Panel>
        <Panel title="Shared by all">
          <IndexSearch onSearch={search} onGet={(file: FoundFile) => transfers.keep(file)} />
        </Panel>
      </div>
    </div>
  )
}

interface Row {
  readonly cid: string
  readonly name?: string
  readonly bytes?: number
  readonly mediaType?: string
  readonly privacy?: 'direct' | 'hidden'
  readonly holders?: number
}

/** What is shared here, looked up now and then, and when something was done. */
function useShared(ask: Ask, gateway: string): [readonly SharedFile[], () => void] {
  const [files, setFiles] = useState<readonly SharedFile[]>([])
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    const leaving = new AbortController()
    const options = { options: { holders: true }, signal: leaving.signal }
    const show = (rows: readonly Row[]): void =>
      setFiles(
        rows.map(({ holders, ...row }) => ({
          ...row,
          href: fileUrl(gateway, row.cid),
          ...(holders !== undefined && { providers: holders }),
        })),
      )
    // The next look mends what one missed.
    const look = (): void => void all(ask<Row>('files ls', options)).then(show, () => {})
    look()
    const timer = setInterval(look, LOOK_EVERY_MS)
    return () => {
      clearInterval(timer)
      leaving.abort()
    }
  }, [asked, gateway])
  return [files, () => setAsked((count) => count + 1)]
}
