/** Bytes that all streams of a peer share. */
export interface Pool {
  /** Takes as many as there are, up to so many. */
  take(most: number): number
  giveBack(bytes: number): void
}

export function createPool(bytes: number): Pool {
  let left = bytes
  return {
    take(most) {
      const taken = Math.max(0, Math.min(most, left))
      left -= taken
      return taken
    },
    giveBack(taken) {
      left += taken
    },
  }
}
