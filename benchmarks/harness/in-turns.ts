/**
 * Runs all sides in turns, A/B/A/B, so that what else the machine does falls on all alike. The first turn warms up and
 * does not count, unless each run is a process of its own that warms up by itself.
 */
export async function inTurns<Name extends string, T>(
  sides: Readonly<Record<Name, (run: number) => Promise<T>>>,
  { runs, warmUp = false }: { runs: number; warmUp?: boolean },
): Promise<Record<Name, T[]>> {
  const names = Object.keys(sides) as Name[]
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, T[]>
  for (let run = warmUp ? -1 : 0; run < runs; run++) {
    for (const name of names) {
      const result = await sides[name](run)
      if (run >= 0) results[name].push(result)
    }
  }
  return results
}
