import type { Estimate } from './samples.ts'

/** What a row should not exceed, and what models without any code gave; controls should reach what is theirs. */
export interface Mark {
  readonly row: string
  readonly most?: number
  readonly least?: number
  readonly model?: number
}

const RECALL: readonly [string, number, number, number][] = [
  ['1 %', 0.01, 0.009, 0],
  ['5 %', 0.05, 0.044, 0.061],
  ['10 %', 0.1, 0.108, 0.108],
  ['20 %', 0.2, 0.214, 0.214],
  ['30 %', 0.3, 0.301, 0.307],
]

export const marks: readonly Mark[] = [
  ...RECALL.map(([share, part, model]) => ({
    row: `asker, ${share} spies, likelihood: recall`,
    most: part + 0.02,
    model,
  })),
  ...['likelihood', 'first-spy on stems'].flatMap((way) => [
    { row: `asker, 10 % spies, ${way}: precision, mean over peers`, most: 0.075, model: 0.065 },
    { row: `asker, 5 % spies, ${way}: precision, mean over peers`, most: 0.04, model: 0.032 },
  ]),
  ...RECALL.filter(([, , , model]) => model > 0).map(([share, part, , model]) => ({
    row: `host, ${share} spies, likelihood: recall`,
    most: part + 0.02,
    model,
  })),
  { row: 'host probed by timing: who answered soonest is the host', most: 0.05, model: 0.02 },
  { row: 'host probed by timing: who is as far from there as the time that is left', most: 0.05, model: 0.02 },
  ...['100 requests of one asker', 'a host'].flatMap((who) =>
    ['nobody leaves', '1 % of the others leave each minute'].map((how) => ({
      row: `${who}, 10 minutes, ${how}, 10 % spies: found`,
      most: 0.15,
      model: 0.1,
    })),
  ),
  { row: 'own share at the guard, of all stem frames', most: 0.35, model: 0.18 },
  ...['small request', 'real links'].flatMap((setting) =>
    [
      'asker, time, first turnaround',
      'asker, order of frames',
      'asker, size, frames from it',
      'host, time, first turnaround',
    ].map((row) => ({ row: `own or relayed, ${setting}: ${row}`, most: 0.55 })),
  ),
  ...['small request', 'real links'].map((setting) => ({
    row: `own or relayed, ${setting}, no tail delay (control): asker, time, first turnaround`,
    least: 0.9,
  })),
  { row: 'host probed by timing, unscoped (control): who answered soonest is the host', least: 0.9 },
  {
    row: '20 requests of one asker, 10 minutes, nobody leaves, fresh stems each time (control), 10 % spies: found',
    least: 0.5,
  },
  { row: 'flooding, 10 % spies, first-spy: recall', least: 0.5 },
]

export function isMet({ most, least }: Mark, { value }: Estimate): boolean {
  return (most === undefined || value <= most) && (least === undefined || value >= least)
}
