/** Counts how often ids were met, in memory of fixed size: two generations, of which the older is forgotten whole. */
export interface Seen {
  /** Adds a visit, and says how many there were before. */
  visit(id: string): number
}

export function createSeen(perGeneration: number): Seen {
  let young = new Map<string, number>()
  let old = new Map<string, number>()
  return {
    visit(id) {
      const before = young.get(id) ?? old.get(id) ?? 0
      young.set(id, before + 1)
      if (young.size >= perGeneration) {
        old = young
        young = new Map()
      }
      return before
    },
  }
}
