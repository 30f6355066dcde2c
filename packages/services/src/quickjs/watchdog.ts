/** Ends a thread that does not come back from its turn: some of an engine's own work cannot be interrupted from inside. */
export interface Watchdog {
  /** A message was sent that the thread has to deal with. */
  expect(): void
  /** It has dealt with one. */
  heard(): void
  stop(): void
}

// The engine itself stops at the limit; this much later it is taken for stuck. Together with the second look, below the
// 250 ms that are promised.
const GRACE_MS = 100
// The thread's word may be waiting behind this timer, where this loop itself was busy.
const SECOND_LOOK_MS = 50

export function createWatchdog(limitMs: number, onStuck: () => void): Watchdog {
  let expected = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const arm = (): void => {
    clearTimeout(timer)
    timer = expected > 0 ? setTimeout(lookAgain, limitMs + GRACE_MS) : undefined
  }
  const lookAgain = (): void => {
    timer = setTimeout(onStuck, SECOND_LOOK_MS)
  }
  return {
    expect() {
      if (expected++ === 0) arm()
    },
    heard() {
      expected--
      arm()
    },
    stop() {
      expected = 0
      clearTimeout(timer)
    },
  }
}
