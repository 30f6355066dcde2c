/** A longer word is no slip of the finger, and comparing it would only cost time. */
const MAX_WORD_LENGTH = 20
/** Two slips: more, and half the list is near. */
const MAX_DISTANCE = 2

/** The words of the list that are nearest to a mistyped one: at most three, none where nothing is near. */
export function nearWords(word: string, list: readonly string[]): string[] {
  if (word.length > MAX_WORD_LENGTH) return []
  const distances = list.map((candidate) => editDistance(word, candidate))
  const best = Math.min(...distances)
  if (best > MAX_DISTANCE) return []
  return list.filter((_, index) => distances[index] === best).slice(0, 3)
}

/** Counts insertions, deletions, replacements and swapped neighbours between two words. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1)
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
          ? at(beforeLast, column - 2) + 1
          : Number.POSITIVE_INFINITY
      current.push(Math.min(replaced, swapped, at(last, column) + 1, at(current, column - 1) + 1))
    }
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] as number
}
