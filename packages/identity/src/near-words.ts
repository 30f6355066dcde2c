/** A longer word is no slip of the finger, and comparing it would only cost time. */
const MAX_WORD_LENGTH = 20
/** Two slips in a long word, one in a short one: beyond, half the list is near. */
const MAX_DISTANCE = 2
const LONG_WORD = 6

/** The words of the list that are nearest to a mistyped one: at most three, none where nothing is near. */
export function nearWords(word: string, list: readonly string[]): string[] {
  if (word.length > MAX_WORD_LENGTH) return []
  const limit = word.length < LONG_WORD ? 1 : MAX_DISTANCE
  const candidates = list
    .filter((candidate) => Math.abs(candidate.length - word.length) <= limit)
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
  const best = Math.min(limit, ...candidates.map(({ distance }) => distance))
  return candidates.flatMap(({ candidate, distance }) => (distance === best ? [candidate] : [])).slice(0, 3)
}

/**
 * Counts insertions, deletions, replacements and swapped neighbours between two words, as far as they matter here:
 * a comparison ends, as far apart, when nothing that follows can bring it below the limit.
 */
function editDistance(a: string, b: string): number {
  let beforeLast = new Uint8Array(b.length + 1)
  let last = Uint8Array.from({ length: b.length + 1 }, (_, column) => column)
  let leastBefore = 0
  for (let row = 1; row <= a.length; row++) {
    const current = new Uint8Array(b.length + 1)
    current[0] = row
    let least = row
    for (let column = 1; column <= b.length; column++) {
      let distance = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1)
      distance = Math.min(distance, at(last, column) + 1, at(current, column - 1) + 1)
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (isSwap) distance = Math.min(distance, at(beforeLast, column - 2) + 1)
      current[column] = distance
      least = Math.min(least, distance)
    }
    // A swap reaches back over two rows.
    if (least > MAX_DISTANCE && leastBefore >= MAX_DISTANCE) return Number.POSITIVE_INFINITY
    leastBefore = least
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

function at(row: Uint8Array, column: number): number {
  return row[column] as number
}
