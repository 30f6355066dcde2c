/** Ends waits early. */
export interface Pulse {
  beat(): void
  /** Resolves when the wait ends, at the next beat, or at once if one came since the last call. */
  next(wait: (until: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>
}

/** Creates a pulse that has not beaten yet. */
export function createPulse(): Pulse {
  let missed = false
  let cut: AbortController | undefined
  return {
    beat() {
      missed = cut === undefined
      cut?.abort()
    },
    async next(wait, signal) {
      if (missed || signal.aborted) {
        missed = false
        return
      }
      const current = new AbortController()
      const follow = (): void => current.abort()
      cut = current
      signal.addEventListener('abort', follow, { once: true })
      try {
        await wait(current.signal)
      } finally {
        signal.removeEventListener('abort', follow)
        cut = undefined
      }
    },
  }
}
