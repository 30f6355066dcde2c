import type { Measured } from './question.ts'

export type Verdict = 'goal' | 'first' | 'short'

/** What all marks reach together: the least of them. One that was not measured is not reached. */
export function verdictOf(marks: readonly Measured[]): Verdict {
  if (marks.length === 0) return 'short'
  if (marks.every((mark) => reaches(mark, mark.goal))) return 'goal'
  return marks.every((mark) => reaches(mark, mark.first)) ? 'first' : 'short'
}

function reaches({ value, better }: Measured, mark: number | undefined): boolean {
  if (mark === undefined) return true
  if (value === undefined || Number.isNaN(value)) return false
  return better === 'less' ? value <= mark : value >= mark
}
