// What degree, lazy links, announcements and stems do to time, copies, processor time and what spies learn: one at a time,
// and all with all. Draws docs/pictures/tuning-*.svg, and keeps the figures; docs/tuning.md says how to read them.
//
//   node benchmarks/sweep.ts --along degree [--peers 20]     one of them alone, as a table: nothing is drawn or kept
//   node benchmarks/sweep.ts [--peers 200] [--messages 40] [--seeds 3] [--churn 0.1] [--pictures docs/pictures]
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { circumstances } from './harness/circumstances.ts'
import { alongChart, frontChart } from './sweep/charts.ts'
import { type Circumstances, measurePoint, type Point } from './sweep/measure.ts'
import { distanceToFront, paretoFront } from './sweep/pareto.ts'
import { ALONG, along, grid, nameOf, type Setting, SHIPPED } from './sweep/points.ts'

const { values } = parseArgs({
  options: {
    peers: { type: 'string', default: '200' },
    messages: { type: 'string', default: '40' },
    seeds: { type: 'string', default: '3' },
    churn: { type: 'string', default: '0.1' },
    pictures: { type: 'string', default: 'docs/pictures' },
    along: { type: 'string' },
    results: { type: 'string', default: 'benchmarks/results' },
  },
})
const where: Circumstances = {
  peers: Number(values.peers),
  messages: Number(values.messages),
  seeds: Array.from({ length: Number(values.seeds) }, (_, index) => index + 1),
  churn: Number(values.churn),
}
const COPIES = { y: 'payload copies per delivery', of: (point: Point) => point.copies, isLogarithmic: true }
const PROCESSOR = { y: "µs of the router's own per delivery", of: (point: Point) => point.cpuUs }
const NAMED = { y: 'messages whose origin a tenth of all peers name', of: (point: Point) => point.named }
const known = new Map<string, Point>()

async function measured(settings: readonly Setting[]): Promise<Point[]> {
  const points: Point[] = []
  for (const setting of settings) {
    const name = nameOf(setting)
    const point = known.get(name) ?? (await measurePoint(setting, where))
    if (!known.has(name)) console.error(`${name}: ${point.p99Ms} ms, ${point.copies} copies, ${point.named} named`)
    known.set(name, point)
    points.push(point)
  }
  return points
}

const only = (Object.keys(ALONG) as (keyof Setting)[]).find((name) => name === values.along)
if (only) {
  console.table(await measured(along(only)))
  process.exit(0)
}

const draw = (name: string, svg: string) => writeFileSync(join(values.pictures, `tuning-${name}.svg`), `${svg}\n`)
mkdirSync(values.results, { recursive: true })
const [shipped] = (await measured([SHIPPED])) as [Point]
for (const name of Object.keys(ALONG) as (keyof Setting)[]) {
  draw(name, alongChart(name, await measured(along(name)), shipped))
}
const points = await measured(grid())
// A stem buys privacy with time, and changes nothing else: what the spread itself costs is seen without one.
const bare = points.filter(({ stem }) => stem === 0)
const [shippedBare] = (await measured([{ ...SHIPPED, stem: 0 }])) as [Point]
const copies = (point: Point) => [point.p99Ms, point.copies] as const
const named = (point: Point) => [point.p99Ms, point.named] as const
draw('copies', frontChart('Time against copies, without a stem', bare, shippedBare, COPIES))
draw('processor', frontChart('Time against processor time, without a stem', bare, shippedBare, PROCESSOR))
draw('privacy', frontChart('Time against what spies learn', points, shipped, NAMED))
const fronts = { copies: paretoFront(bare, copies), privacy: paretoFront(points, named) }
const off = { copies: distanceToFront(shippedBare, bare, copies), privacy: distanceToFront(shipped, points, named) }
const kept = { ...circumstances(), ...where, shipped, off, fronts, points: [...known.values()] }
writeFileSync(join(values.results, 'sweep.json'), `${JSON.stringify(kept, undefined, 1)}\n`)
console.table(fronts.copies)
console.table(fronts.privacy)
console.log({ shipped, off })
