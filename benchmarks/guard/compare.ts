/** Figures by their names: what no machine and no day changes. */
export type Figures = Readonly<Record<string, number>>

/** What changed, in words, for each figure that did. */
export interface Change {
  readonly name: string
  readonly was: number | undefined
  readonly is: number | undefined
}

/**
 * How far a figure may be from what was kept. Logarithms differ in their last digit from one engine to the next, and a
 * few events then change places: it is not the same run any more, and still the same protocol.
 */
const TOLERANCE = 0.02

export function changes(kept: Figures, found: Figures): Change[] {
  const names = [...new Set([...Object.keys(kept), ...Object.keys(found)])]
  return names
    .map((name) => ({ name, was: kept[name], is: found[name] }))
    .filter(({ was, is }) => was === undefined || is === undefined || isApart(was, is))
}

function isApart(was: number, is: number): boolean {
  if (Number.isNaN(is)) return true
  return Math.abs(is - was) > TOLERANCE * Math.abs(was) + 1e-9
}

export function describe({ name, was, is }: Change): string {
  if (was === undefined) return `${name}: ${is}, and nothing was kept of it`
  if (is === undefined) return `${name}: was ${was}, and is not measured any more`
  const share = (((is - was) / was) * 100).toFixed(1)
  return `${name}: was ${was}, is ${is} (${is > was ? '+' : ''}${share} %)`
}
