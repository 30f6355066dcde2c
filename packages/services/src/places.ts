import type { PublicKey } from '@hydra/identity'

/** Room for requests that are being served. */
export interface Places {
  /** Takes a place and returns what gives it back; undefined where there is none left for this caller. */
  enter(caller: PublicKey | undefined): (() => void) | undefined
}

/**
 * Divides places among callers as far as they can be told apart: a quarter at most for each key, and for all who do
 * not sign, whom nobody can tell apart, what a quarter leaves. So neither a flood without a name nor one caller with
 * a name shuts out another who signs.
 */
export function createPlaces(total: number): Places {
  const quarter = Math.floor(total / 4)
  const taken = new Map<PublicKey | undefined, number>()
  let inAll = 0
  return {
    enter(caller) {
      const share = caller === undefined ? total - quarter : Math.max(1, quarter)
      const own = taken.get(caller) ?? 0
      if (inAll >= total || own >= share) return undefined
      taken.set(caller, own + 1)
      inAll++
      let left = false
      return () => {
        if (left) return
        left = true
        inAll--
        const rest = (taken.get(caller) ?? 1) - 1
        if (rest > 0) taken.set(caller, rest)
        else taken.delete(caller)
      }
    },
  }
}
