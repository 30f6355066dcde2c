/** Ends what it came from; calling it twice is harmless. */
export type Unsubscribe = () => void

/** Time as discovery sees it: real in production, virtual in tests. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `run` once after `delayMs`, unless cancelled first. */
  after(delayMs: number, run: () => void): Unsubscribe
}

/** The clock of this machine. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
  }
}

/** Resolves after `delayMs`, or at once when the signal aborts: callers look at the signal, so nothing is thrown. */
export function wait(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const finish = (): void => {
      cancel()
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const cancel = clock.after(delayMs, finish)
    signal.addEventListener('abort', finish, { once: true })
  })
}

/** What a promise resolves to, unless the signal aborts first: for what may not listen to its signal. */
export async function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(signal.reason as Error)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** A signal that aborts with the given one, or after `delayMs` of this clock; `done` releases both. */
export function deadline(clock: Clock, delayMs: number, signal: AbortSignal): { signal: AbortSignal; done(): void } {
  const controller = new AbortController()
  const follow = (): void => controller.abort(signal.reason)
  const cancel = clock.after(delayMs, () => controller.abort(new DOMException('It took too long.', 'TimeoutError')))
  if (signal.aborted) follow()
  else signal.addEventListener('abort', follow, { once: true })
  const done = (): void => {
    cancel()
    signal.removeEventListener('abort', follow)
  }
  return { signal: controller.signal, done }
}
