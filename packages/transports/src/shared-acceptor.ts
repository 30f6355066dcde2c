import type { Unsubscribe } from './unsubscribe.ts'

/** Begins with the first taker and ends with the last: one port, several listen addresses. */
export function shareAcceptor(begin: () => Unsubscribe): () => Unsubscribe {
  let takers = 0
  let end: Unsubscribe | undefined
  return () => {
    if (takers === 0) end = begin()
    takers++
    let taken = true
    return () => {
      if (!taken) return
      taken = false
      takers--
      if (takers > 0) return
      end?.()
      end = undefined
    }
  }
}
