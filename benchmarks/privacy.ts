// R4 in parts: what does hiding give? Everything that THREAT_MODEL.md claims in figures, measured with the routers as they
// are shipped, with controls that must be found. `pnpm bench R4` runs all of it and gives the verdict; here are its rows,
// and single jobs of it. Results of jobs are kept, so that a run can be broken off and taken up again.
//
//   node benchmarks/privacy.ts [--part askers,hosts-3] [--peers 1000] [--folder benchmarks/.cache/privacy] [--json]
//   node benchmarks/privacy.ts --report     what is there already, of whichever commit
import { parseArgs } from 'node:util'
import { circumstances } from './harness/circumstances.ts'
import { collect } from './privacy/collect.ts'
import { isMet, marks } from './privacy/marks.ts'
import { estimate } from './privacy/samples.ts'

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: '' },
    peers: { type: 'string', default: '1000' },
    folder: { type: 'string', default: 'benchmarks/.cache/privacy' },
    report: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const collected = await collect({
  peers: Number(values.peers),
  folder: values.folder,
  onlyKept: values.report,
  progress: (line) => console.error(line),
  ...(values.part && { parts: new Set(values.part.split(',')) }),
})
const rows = [...Map.groupBy([...collected.values()].flat(), ({ row }) => row)].map(([row, found]) => {
  const { value, low, high, trials, runs } = estimate(found)
  const mark = marks.find((each) => each.row === row)
  const bound = mark?.most === undefined ? `>= ${mark?.least}` : `<= ${mark.most}`
  const judged = mark ? { mark: `${bound}: ${isMet(mark, estimate(found)) ? 'met' : 'missed'}` } : {}
  return { row, value: round(value), low: round(low), high: round(high), trials: Math.round(trials), runs, ...judged }
})
if (values.json) console.log(JSON.stringify({ ...circumstances(), peers: Number(values.peers), rows }))
else console.table(rows)
// Sockets of real links may linger.
process.exit(0)

function round(value: number): number {
  return Number(value.toFixed(3))
}
