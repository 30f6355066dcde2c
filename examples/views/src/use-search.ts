import { useEffect, useState } from 'preact/hooks'

// As long as a person pauses between two letters.
const PAUSE_MS = 180
// When somebody begins to wonder whether anything is happening.
const LONG_MS = 1_000

export interface Search<T> {
  readonly words: string
  readonly setWords: (words: string) => void
  readonly found: T | undefined
  readonly isSearching: boolean
  /** It has been searching for a second or more. */
  readonly takesLong: boolean
  readonly failure: string | undefined
}

/** Searches while somebody types; an answer to words that were typed before is not shown. */
export function useSearch<T>(search: (words: string, signal: AbortSignal) => Promise<T>, begin = true): Search<T> {
  const [words, setWords] = useState('')
  const [state, setState] = useState<Omit<Search<T>, 'words' | 'setWords'>>(NOTHING)
  useEffect(() => {
    if (words.trim() === '' && !begin) return setState(NOTHING)
    const own = new AbortController()
    setState((before) => ({ ...before, isSearching: true, failure: undefined }))
    const timer = setTimeout(
      () => {
        search(words, own.signal).then(
          (found) => own.signal.aborted || setState({ ...NOTHING, found }),
          (error: unknown) => own.signal.aborted || setState({ ...NOTHING, failure: (error as Error).message }),
        )
      },
      words === '' ? 0 : PAUSE_MS,
    )
    const patience = setTimeout(() => setState((now) => ({ ...now, takesLong: now.isSearching })), LONG_MS)
    return () => {
      clearTimeout(timer)
      clearTimeout(patience)
      own.abort()
    }
  }, [words])
  return { words, setWords, ...state }
}

const NOTHING = { found: undefined, isSearching: false, takesLong: false, failure: undefined }
