export interface TurnsOptions {
  /** So many at once where all goes well. */
  readonly most: number
  /** So many at least, however busy the way is. */
  readonly least: number
}

/** Lets as many do something at once as the way carries; the others wait, first come, first served. */
export interface Turns {
  /** Resolves when it is one's turn. */
  take(): Promise<Turn>
}

export interface Turn {
  /** Where the way was busy, fewer are let at once, and more again as others go well. */
  end(went?: 'well' | 'busy'): void
}

export function createTurns({ most, least }: TurnsOptions): Turns {
  const waiting: (() => void)[] = []
  let allowed = most
  let taken = 0
  // Those who began before there were fewer say nothing about whether these are few enough.
  let cuts = 0

  function heed(went: 'well' | 'busy' | undefined, cutsThen: number): void {
    if (went === 'well') allowed = Math.min(most, allowed + 1 / allowed)
    else if (went === 'busy' && cutsThen === cuts) {
      allowed = Math.max(least, allowed / 2)
      cuts++
    }
  }

  function give(): Turn {
    const cutsThen = cuts
    let ended = false
    return {
      end(went) {
        if (ended) return
        ended = true
        heed(went, cutsThen)
        taken--
        while (taken < Math.floor(allowed) && waiting.length > 0) {
          taken++
          waiting.shift()?.()
        }
      },
    }
  }

  return {
    async take() {
      if (taken < Math.floor(allowed)) taken++
      else await new Promise<void>((resolve) => waiting.push(resolve))
      return give()
    },
  }
}
