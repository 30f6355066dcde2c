/** Lets so many do something at once; the others wait, first come, first served. */
export interface Turns {
  /** Resolves when it is one's turn, with what ends it. */
  take(): Promise<() => void>
}

export function createTurns(most: number): Turns {
  const waiting: (() => void)[] = []
  let taken = 0

  function give(): () => void {
    let ended = false
    return () => {
      if (ended) return
      ended = true
      const next = waiting.shift()
      if (next) next()
      else taken--
    }
  }

  return {
    async take() {
      if (taken < most) taken++
      else await new Promise<void>((resolve) => waiting.push(resolve))
      return give()
    },
  }
}
