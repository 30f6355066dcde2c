import { logarithmic, linear, type Scale } from './scale.ts'
import type { Curve } from './question.ts'
import { drawing, element, figure, text } from './svg.ts'

const WIDTH = 720
const HEIGHT = 340
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 28, 40, 52]

export interface LineChartOptions {
  /** Points to be seen at once, with what to call them. */
  readonly here?: readonly { readonly at: readonly [number, number]; readonly name: string }[]
  /** Points alone, without lines between them. */
  readonly scattered?: readonly string[]
}

/** Lines over a common pair of axes. */
export function lineChart(curve: Curve, { here = [], scattered = [] }: LineChartOptions = {}): string {
  const points = [...curve.lines.flatMap((line) => line.points), ...here.map(({ at }) => at)]
  const scale = (index: 0 | 1, isLogarithmic: boolean | undefined, from: number, to: number): Scale =>
    (isLogarithmic ? logarithmic : linear)(
      points.map((point) => point[index]),
      from,
      to,
    )
  const x = scale(0, curve.logarithmic?.x, LEFT, WIDTH - RIGHT)
  const y = scale(1, curve.logarithmic?.y, HEIGHT - BOTTOM, TOP)
  return drawing(
    WIDTH,
    HEIGHT,
    curve.title,
    ...x.ticks.map((tick) =>
      text(x.at(tick), HEIGHT - BOTTOM + 18, figure(tick), { class: 'soft', 'text-anchor': 'middle' }),
    ),
    ...y.ticks.map((tick) => gridLine(tick, y)),
    text(LEFT, HEIGHT - 10, curve.x),
    text(8, 16, curve.y),
    ...legend(curve.lines.map(({ name }) => name)),
    ...curve.lines.map(({ name, points: own }, index) => drawLine(own, index, x, y, !scattered.includes(name))),
    ...here.map(({ at, name }) => circled(x.at(at[0]), y.at(at[1]), name)),
  )
}

function gridLine(tick: number, y: Scale): string {
  return element(
    'g',
    {},
    element('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: y.at(tick), y2: y.at(tick), class: 'grid' }),
    text(LEFT - 8, y.at(tick) + 4, figure(tick), { class: 'soft', 'text-anchor': 'end' }),
  )
}

function drawLine(
  points: Curve['lines'][number]['points'],
  index: number,
  x: Scale,
  y: Scale,
  isConnected: boolean,
): string {
  const colour = Math.min(index, 5)
  const places = points.map((point) => [x.at(point[0]), y.at(point[1])] as const)
  const path = places.map(([left, top]) => `${left.toFixed(1)},${top.toFixed(1)}`).join(' ')
  return element(
    'g',
    {},
    ...(isConnected ? [element('polyline', { points: path, class: `l l${colour}` })] : []),
    ...places.map(([cx, cy]) => element('circle', { cx, cy, r: isConnected ? 3.5 : 2.5, class: `s${colour}` })),
  )
}

function circled(cx: number, cy: number, name: string): string {
  const isRight = cx > WIDTH * 0.7
  return element(
    'g',
    {},
    element('circle', { cx, cy, r: 7, class: 'here' }),
    text(cx + (isRight ? -12 : 12), cy - 8, name, { 'text-anchor': isRight ? 'end' : 'start' }),
  )
}

function legend(names: readonly string[]): string[] {
  if (names.length < 2) return []
  let right = WIDTH - RIGHT
  return names.toReversed().map((name, reversed) => {
    const index = names.length - 1 - reversed
    right -= name.length * 7 + 26
    return element(
      'g',
      {},
      element('circle', { cx: right + 6, cy: 28, r: 4, class: `s${Math.min(index, 5)}` }),
      text(right + 15, 32, name),
    )
  })
}
