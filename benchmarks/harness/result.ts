import type { Circumstances } from './circumstances.ts'
import type { Answer, Curve, Measured, Question, Side } from './question.ts'
import { median, ratioOf } from './statistics.ts'
import { type Verdict, verdictOf } from './verdict.ts'

/** What one question came to, as it is printed and kept. */
export interface Result extends Circumstances {
  readonly id: string
  readonly question: string
  readonly metric: string
  readonly ours: number
  readonly peer: number
  readonly peerName: string
  /** The median of the turns' ratios: not that of the two medians. */
  readonly ratio: number
  readonly better: 'less' | 'more'
  readonly first: number
  readonly goal: number
  readonly verdict: Verdict
  readonly seed: number
  readonly command: string
  readonly seconds: number
  /** Every mark that the verdict takes into account, that of the ratio first. */
  readonly marks: readonly (Measured & { readonly verdict: Verdict })[]
  readonly runs: { readonly ours: readonly number[]; readonly peer: readonly number[] }
  readonly others: readonly (Side & { readonly median: number; readonly ratio: number })[]
  readonly skipped: readonly { readonly peerName: string; readonly reason: string }[]
  readonly curves: readonly Curve[]
  readonly further: Readonly<Record<string, unknown>>
}

/** A question that could not be asked here, and why. */
export interface Skipped extends Circumstances {
  readonly id: string
  readonly question: string
  readonly verdict: 'skipped'
  readonly reason: string
  readonly command: string
}

export type Outcome = Result | Skipped

export function createResult(
  question: Question,
  answer: Answer,
  where: Circumstances & { readonly seed: number; readonly command: string; readonly seconds: number },
): Result {
  const { id, metric, peerName, mark } = question
  const [ours, peer] = [median(answer.ours), median(answer.peer)]
  const ratio = ratioOf(answer.ours, answer.peer)
  const marks: Measured[] = [{ name: 'ratio', ...mark, value: ratio }, ...(answer.marks ?? [])]
  return {
    id,
    question: question.question,
    metric,
    ours: round(ours),
    peer: round(peer),
    peerName,
    ratio: round(ratio),
    ...mark,
    verdict: verdictOf(marks),
    ...where,
    marks: marks.map((each) => ({ ...each, value: each.value && round(each.value), verdict: verdictOf([each]) })),
    runs: { ours: answer.ours.map(round), peer: answer.peer.map(round) },
    others: (answer.others ?? []).map((side) => ({
      name: side.name,
      values: side.values.map(round),
      median: round(median(side.values)),
      // What was not measured in turns has only a middle to compare.
      ratio: round(
        side.values.length === answer.ours.length ? ratioOf(answer.ours, side.values) : ours / median(side.values),
      ),
    })),
    skipped: answer.skipped ?? [],
    curves: answer.curves ?? [],
    further: answer.further ?? {},
  }
}

/** Four digits: more than any of these figures is worth. */
export function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : value
}
