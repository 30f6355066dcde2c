/** So many at once, and the rest in the order in which they came. */
export interface Slots {
  /** Runs as soon as there is room. */
  run<T>(work: () => Promise<T>): Promise<T>
}

export function createSlots(atOnce: number): Slots {
  let free = atOnce
  const waiting: (() => void)[] = []

  return {
    async run(work) {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await work()
      } finally {
        // Handed on, not put back: whoever comes now waits behind those who waited.
        const next = waiting.shift()
        if (next) next()
        else free += 1
      }
    },
  }
}
