import { lineChart } from '../harness/line-chart.ts'
import type { Point } from './measure.ts'
import { paretoFront } from './pareto.ts'
import type { Setting } from './points.ts'

type Figure = (point: Point) => number

const FIGURES: Readonly<Record<string, Figure>> = {
  'time, 99 %': (point) => point.p99Ms,
  copies: (point) => point.copies,
  frames: (point) => point.sends,
  processor: (point) => point.cpuUs,
  named: (point) => point.named,
}
const AXES: Readonly<Record<keyof Setting, string>> = {
  degree: 'links that each peer opens',
  lazy: 'part of the links outside the tree that carry ids only',
  announceMs: 'ms from one announcement of ids to the next, for each neighbour',
  stem: 'links that a message walks before it is spread',
}

/** What one setting does to everything, relative to how it ships. */
export function alongChart(name: keyof Setting, points: readonly Point[], shipped: Point): string {
  return lineChart({
    title: `What ${name} does`,
    x: AXES[name],
    y: 'times as much as with the shipped settings',
    logarithmic: { x: name === 'announceMs', y: name === 'lazy' || name === 'announceMs' },
    lines: Object.entries(FIGURES).map(([figure, of]) => ({
      name: figure,
      points: points.map((point) => [point[name], of(point) / of(shipped)] as const),
    })),
  })
}

/** All settings, those that nothing beats, and the one that ships. */
export function frontChart(
  title: string,
  points: readonly Point[],
  shipped: Point,
  { y, of, isLogarithmic = false }: { y: string; of: Figure; isLogarithmic?: boolean },
): string {
  const place = (point: Point) => [point.p99Ms, of(point)] as const
  const front = paretoFront(points, place)
  return lineChart(
    {
      title,
      x: 'ms until 99 of 100 peers have a message',
      y,
      logarithmic: { y: isLogarithmic },
      lines: [
        { name: 'nothing beats these', points: front.map(place) },
        { name: 'all settings', points: points.map(place) },
      ],
    },
    { here: [{ at: place(shipped), name: 'as it ships' }], scattered: ['all settings'] },
  )
}
