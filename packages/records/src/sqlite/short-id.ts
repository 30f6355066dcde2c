// The first six bytes of an id as a number: an index over numbers is a quarter as large as one over ids, and where ids
// fall at random that is what writing costs.
const SHORT_BYTES = 6

/** To make two ids alike in six bytes takes 2²⁴ records; to make so many takes more than anyone will. */
export const MAX_SAME_SHORT = 16

export function shortOf(id: Uint8Array): number {
  let short = 0
  for (let i = 0; i < SHORT_BYTES; i++) short = short * 256 + (id[i] as number)
  return short
}

/** The least and the largest number of the ids with a prefix. */
export function shortRange(idPrefix: Uint8Array): readonly [number, number] {
  let [from, to] = [0, 0]
  for (let i = 0; i < SHORT_BYTES; i++) {
    from = from * 256 + (idPrefix[i] ?? 0)
    to = to * 256 + (idPrefix[i] ?? 255)
  }
  return [from, to]
}
