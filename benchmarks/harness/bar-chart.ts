import type { Result } from './result.ts'
import { drawing, element, figure, text } from './svg.ts'

const WIDTH = 720
const LEFT = 220
const ROW = 34
const TOP = 30

/** Both sides as bars, every run as a dot, and what would reach the marks as lines. */
export function barChart(result: Result): string {
  const rows = [
    { name: 'Hydra', value: result.ours, values: result.runs.ours },
    { name: result.peerName, value: result.peer, values: result.runs.peer },
    ...result.others.map(({ name, values, median }) => ({ name, value: median, values })),
  ]
  const marks =
    result.first === result.goal
      ? [{ name: 'first and goal', at: result.goal * result.peer }]
      : [
          { name: 'goal', at: result.goal * result.peer },
          { name: 'first', at: result.first * result.peer },
        ]
  // A mark far outside would squeeze the bars: it is told in the table all the same.
  const most = Math.max(...rows.flatMap(({ value, values }) => [value, ...values]).filter(Number.isFinite))
  const shown = marks.filter(({ at }) => at <= most * 1.6)
  const end = Math.max(most, ...shown.map(({ at }) => at)) * 1.12 || 1
  const x = (value: number) => LEFT + (value / end) * (WIDTH - LEFT - 12)
  const height = TOP + rows.length * ROW + 8
  return drawing(
    WIDTH,
    height,
    `${result.id}: ${result.question} ${result.metric}`,
    ...shown.map(({ name, at }, index) => markLine(name, x(at), height, index)),
    ...rows.map((row, index) => bar(row, index, x)),
  )
}

function bar(
  { name, value, values }: { name: string; value: number; values: readonly number[] },
  index: number,
  x: (value: number) => number,
): string {
  const y = TOP + index * ROW
  if (!Number.isFinite(value)) return text(LEFT - 10, y + 17, `${clip(name)}: –`, { 'text-anchor': 'end' })
  const most = Math.max(value, ...values)
  return element(
    'g',
    {},
    text(LEFT - 10, y + 17, clip(name), { 'text-anchor': 'end' }),
    element('rect', {
      x: LEFT,
      y: y + 2,
      width: Math.max(1, x(value) - LEFT),
      height: 20,
      rx: 2,
      class: `s${Math.min(index, 5)}`,
    }),
    ...values.map((each) => element('circle', { cx: x(each), cy: y + 12, r: 2.5, class: 'run' })),
    text(x(most) + 8, y + 17, figure(value)),
  )
}

function markLine(name: string, x: number, height: number, row: number): string {
  const y = row === 0 ? 12 : 24
  return element(
    'g',
    {},
    element('line', { x1: x, y1: y + 4, x2: x, y2: height - 4, class: 'mark' }),
    text(x, y, name, { class: 'soft', 'text-anchor': 'middle', 'font-size': 11 }),
  )
}

const clip = (name: string) => (name.length > 28 ? `${name.slice(0, 27)}…` : name)
