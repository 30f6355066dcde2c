/** Time as files see it: real in production, virtual in tests. */
export interface Clock {
  /** Milliseconds from some fixed moment. */
  now(): number
  /** Calls `run` once after `delayMs`, unless cancelled first. */
  after(delayMs: number, run: () => void): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.max(0, delayMs))
    return () => clearTimeout(timer)
  },
}

/** The same, unless the signal aborts first: then nothing is left to keep a process alive. */
export function later(clock: Clock, delayMs: number, signal: AbortSignal, run: () => void): void {
  if (signal.aborted) return
  const cancel = clock.after(delayMs, () => {
    signal.removeEventListener('abort', cancel)
    run()
  })
  signal.addEventListener('abort', cancel, { once: true })
}
