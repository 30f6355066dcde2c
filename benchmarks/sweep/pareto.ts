/** Those that no other beats in one way without losing to it in another; less is better in both. By the first. */
export function paretoFront<T>(points: readonly T[], place: (point: T) => readonly [number, number]): T[] {
  const sorted = points.toSorted((a, b) => place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1])
  let least = Number.POSITIVE_INFINITY
  return sorted.filter((point) => {
    const [, second] = place(point)
    if (second >= least) return false
    least = second
    return true
  })
}

/** How much better in both ways at once something else is than this point: 0 on the front, 0.1 a tenth off it. */
export function distanceToFront<T>(
  point: T,
  points: readonly T[],
  place: (point: T) => readonly [number, number],
): number {
  const [x, y] = place(point)
  const gains = points.map((other) => Math.min(1 - place(other)[0] / x, 1 - place(other)[1] / y))
  return Math.max(0, ...gains)
}
