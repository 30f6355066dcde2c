import { useEffect, useRef, useState } from 'preact/hooks'
import type { Progress } from './scene.ts'

/** Work that was asked for here: it reports how far it is, and ends when it is cancelled or its place leaves the page. */
export interface TaskContext {
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

export interface Task<A extends readonly unknown[]> {
  readonly start: (...args: A) => void
  readonly cancel: () => void
  readonly isRunning: boolean
  readonly progress: Progress | undefined
  /** Since when it runs. */
  readonly sinceMs: number
  /** Why it failed, in words. */
  readonly failure: string | undefined
}

/** Runs one piece of work at a time for a component. */
export function useTask<A extends readonly unknown[]>(
  work: (context: TaskContext, ...args: A) => Promise<void>,
): Task<A> {
  const running = useRef<AbortController>(undefined)
  const [state, setState] = useState<Pick<Task<A>, 'progress' | 'failure' | 'isRunning' | 'sinceMs'>>(IDLE)
  useEffect(() => () => running.current?.abort(), [])

  function start(...args: A): void {
    running.current?.abort()
    const own = new AbortController()
    running.current = own
    setState({ ...IDLE, isRunning: true, sinceMs: Date.now() })
    const isMine = (): boolean => running.current === own
    const onProgress = (progress: Progress): void => {
      if (isMine()) setState((before) => ({ ...before, progress }))
    }
    work({ signal: own.signal, onProgress }, ...args).then(
      () => isMine() && setState(IDLE),
      (error: unknown) => isMine() && setState({ ...IDLE, failure: own.signal.aborted ? undefined : wordsOf(error) }),
    )
  }

  function cancel(): void {
    running.current?.abort(new Error('It was cancelled.'))
    running.current = undefined
    setState(IDLE)
  }

  return { start, cancel, ...state }
}

const IDLE = { isRunning: false, progress: undefined, failure: undefined, sinceMs: 0 }

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
