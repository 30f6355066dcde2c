import type { PublicKey } from '@hydra/identity'

/** Room for requests that are being served. */
export interface Places {
  /** Takes a place and returns what gives it back; undefined where there is none left for this caller. */
  enter(caller: PublicKey | undefined): (() => void) | undefined
}

/**
 * Divides places among callers as far as they can be told apart: each key is one, and all who do not sign are another.
 * Nobody may hold more places than are left, so a flood takes half of them, a second one a quarter, and there is a place
 * for the next as long as they are few (dynamic thresholds, as switches divide their buffers).
 */
export function createPlaces(total: number): Places {
  const taken = new Map<PublicKey | undefined, number>()
  let inAll = 0
  return {
    enter(caller) {
      const own = taken.get(caller) ?? 0
      if (own >= total - inAll) return undefined
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
