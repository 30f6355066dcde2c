import type { TierFigures } from './model.ts'

/** What several networks have in common: the mean of each figure. */
export function average(figures: readonly TierFigures[]): TierFigures {
  const mean = (pick: (each: TierFigures) => number) =>
    figures.reduce((sum, each) => sum + pick(each), 0) / figures.length
  return {
    firstCopies: mean((each) => each.firstCopies),
    copies: mean((each) => each.copies),
    hops: {
      p50: mean(({ hops }) => hops.p50),
      p90: mean(({ hops }) => hops.p90),
      p99: mean(({ hops }) => hops.p99),
    },
    deliveryMs: { p50: mean(({ deliveryMs }) => deliveryMs.p50), p99: mean(({ deliveryMs }) => deliveryMs.p99) },
    coverageMs: mean((each) => each.coverageMs),
  }
}

/** How far two tiers are apart in what both can tell: the largest difference, as a share. */
export function disagreement(a: TierFigures, b: TierFigures): Record<string, number> {
  const apart = (pick: (each: TierFigures) => number) => Math.abs(pick(a) / pick(b) - 1)
  return {
    'copies of the first message': apart((each) => each.firstCopies),
    'copies of those after it': apart((each) => each.copies),
    'links, 50 %': apart(({ hops }) => hops.p50),
    'links, 90 %': apart(({ hops }) => hops.p90),
    'links, 99 %': apart(({ hops }) => hops.p99),
  }
}
