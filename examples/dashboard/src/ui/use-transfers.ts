import type { FoundFile, Progress, SharedFile } from '@hydra/views'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Ask, type AskOptions, all } from '../ask.ts'

export interface Transfers {
  /** What is on its way, and what failed on it. */
  readonly files: readonly SharedFile[]
  readonly add: (files: Iterable<File>) => void
  /** Brings a file here, and keeps it. */
  readonly keep: (file: FoundFile) => void
  readonly cancel: (cid: string) => void
}

/** Files on their way to the node. */
export function useTransfers(ask: Ask, onDone: () => void): Transfers {
  const [files, setFiles] = useState<readonly SharedFile[]>([])
  const running = useRef(new Map<string, AbortController>())
  useEffect(() => () => running.current.forEach((each) => each.abort()), [])
  const set = (cid: string, change: Partial<SharedFile> | undefined): void =>
    setFiles((before) =>
      before.flatMap((each) => (each.cid !== cid ? [each] : change === undefined ? [] : [{ ...each, ...change }])),
    )

  function start(file: SharedFile, command: string, options: AskOptions): void {
    const { cid } = file
    running.current.get(cid)?.abort()
    const own = new AbortController()
    running.current.set(cid, own)
    setFiles((before) => [{ ...file, progress: NOTHING }, ...before.filter((each) => each.cid !== cid)])
    const onProgress = (progress: Progress): void => set(cid, { progress })
    all(ask(command, { ...options, signal: own.signal, onProgress }))
      .then(
        () => set(cid, undefined),
        (error: unknown) => failed(cid, own.signal, error),
      )
      .finally(onDone)
  }

  function failed(cid: string, signal: AbortSignal, error: unknown): void {
    if (signal.aborted) return set(cid, undefined)
    const failure = error instanceof Error ? error.message : String(error)
    setFiles((before) =>
      before.map(({ progress, ...each }) =>
        each.cid === cid ? { ...each, failure } : { ...each, ...(progress && { progress }) },
      ),
    )
  }

  return {
    files,
    add(given) {
      for (const input of given) {
        const file = { cid: `new ${input.name}`, name: input.name, bytes: input.size, mediaType: input.type }
        start(file, 'files add', { args: ['-'], options: { name: input.name }, input })
      }
    },
    keep: ({ cid, name, bytes, mediaType }) => start({ cid, name, bytes, mediaType }, 'files keep', { args: [cid] }),
    cancel: (cid) => running.current.get(cid)?.abort(),
  }
}

const NOTHING: Progress = { done: 0, unit: 'bytes' }
