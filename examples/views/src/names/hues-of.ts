import type { Ledger } from '../scene.ts'

// As far from all before it as one can go around, for however many.
const GOLDEN_ANGLE = 137.508

/** A colour for each claimer of the ledger, those next to each other unlike. */
export function huesOf({ nodes }: Pick<Ledger, 'nodes'>): ReadonlyMap<string, number> {
  const keys = new Set(nodes.toSorted((a, b) => a.x - b.x).map(({ key }) => key))
  return new Map([...keys].map((key, at) => [key, Math.round(25 + at * GOLDEN_ANGLE) % 360]))
}
