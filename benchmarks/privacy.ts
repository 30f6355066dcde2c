// R4: what does hiding give? Everything that THREAT_MODEL.md claims in figures, measured with the routers as they are
// shipped, with controls that must be found. Results of single jobs are kept, so that a run can be broken off and taken
// up again.
//
//   node benchmarks/privacy.ts [--part askers,hosts-3] [--peers 1000] [--folder benchmarks/.cache/privacy] [--json]
//   node benchmarks/privacy.ts --report     what is there already, of whichever commit
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Job, listJobs } from './privacy/jobs.ts'
import { isGoal, isMet, marks } from './privacy/marks.ts'
import { type Estimate, estimate, type Sample } from './privacy/samples.ts'
import { DEGREE } from './privacy/world.ts'

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: '' },
    peers: { type: 'string', default: '1000' },
    folder: { type: 'string', default: 'benchmarks/.cache/privacy' },
    report: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

/** What the figures depend on: results of other sources are not taken up again. */
const SOURCES = ['packages/router/src', 'benchmarks/privacy']
const commit = git('rev-parse', '--short', 'HEAD')
const peers = Number(values.peers)
const parts = values.part === '' ? undefined : new Set(values.part.split(','))
const jobs = listJobs(peers).filter(({ part, name }) => parts === undefined || parts.has(part) || parts.has(name))
mkdirSync(values.folder, { recursive: true })

const samples: Sample[] = []
for (const job of jobs) samples.push(...(kept(job) ?? (values.report ? [] : await run(job))))
const seen = samples.filter(({ trials }) => trials > 0)
report(new Map([...Map.groupBy(seen, ({ row }) => row)].map(([row, found]) => [row, estimate(found)])))
// Sockets of real links may linger.
process.exit(0)

function fileOf({ name }: Job): string {
  return join(values.folder, `${name}-${peers}.json`)
}

function kept(job: Job): Sample[] | undefined {
  if (!existsSync(fileOf(job))) return undefined
  const { commit: of, samples: found } = JSON.parse(readFileSync(fileOf(job), 'utf8')) as {
    commit: string
    samples: Sample[]
  }
  return values.report || isUnchanged(of) ? found : undefined
}

async function run(job: Job): Promise<Sample[]> {
  const began = performance.now()
  const found = await job.run()
  const seconds = Math.round((performance.now() - began) / 1_000)
  writeFileSync(fileOf(job), JSON.stringify({ commit, seconds, load: loadavg()[0], samples: found }))
  console.error(`${job.name}: ${seconds} s`)
  return found
}

function report(found: Map<string, Estimate>): void {
  const rows = [...found].map(([row, { value, low, high, trials, runs }]) => {
    const mark = marks.find((each) => each.row === row)
    return {
      row,
      value: round(value),
      low: round(low),
      high: round(high),
      trials: Math.round(trials),
      runs,
      ...verdictOf(row, mark && isMet(mark, found.get(row)!)),
    }
  })
  const judged = marks.flatMap((mark) => {
    const measured = found.get(mark.row)
    return measured ? [{ mark, met: isMet(mark, measured), goal: isGoal(mark, measured) }] : []
  })
  const complete = judged.length === marks.length
  const ours = found.get('asker, 10 % spies, likelihood: recall')?.value
  const peer = [...found].find(([row]) => row.startsWith('@libp2p/gossipsub') && row.includes('10 %'))?.[1].value
  const result = {
    id: 'R4',
    question: 'what does hiding give?',
    metric: 'senders of one message that a tenth of all peers can name together',
    ours: round(ours ?? Number.NaN),
    peer: round(peer ?? Number.NaN),
    peerName: '@libp2p/gossipsub, first-spy',
    ratio: round((ours ?? Number.NaN) / (peer ?? Number.NaN)),
    first: 'every mark',
    goal: "better than the models' figures",
    verdict:
      complete && judged.every(({ goal }) => goal)
        ? 'goal'
        : complete && judged.every(({ met }) => met)
          ? 'first'
          : 'short',
    missed: judged.filter(({ met }) => !met).map(({ mark }) => mark.row),
    notMeasured: marks.filter(({ row }) => !found.has(row)).map(({ row }) => row),
    configuration: {
      peers,
      links: `${DEGREE} of each peer's own choice, log-normal latencies of median 40 ms`,
      router:
        'createRouter({ link, spread: lazyTree({ link }) }), all else by default; keys and their work are modelled',
    },
    machine: `${cpus()[0]?.model} x ${cpus().length}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
    commit,
    seed: 'each job its number',
    command: `node benchmarks/privacy.ts${values.part ? ` --part ${values.part}` : ''} --peers ${peers} --json`,
    rows,
  }
  if (values.json) console.log(JSON.stringify(result))
  else {
    const { rows: _, configuration, ...head } = result
    console.table(rows)
    console.log({ ...head, configuration })
  }
}

function verdictOf(row: string, met: boolean | undefined): { mark?: string } {
  const mark = marks.find((each) => each.row === row)
  if (!mark) return {}
  const bound = mark.most === undefined ? `>= ${mark.least}` : `<= ${mark.most}`
  return { mark: `${bound}: ${met ? 'met' : 'missed'}` }
}

function round(value: number): number {
  return Number(value.toFixed(3))
}

function isUnchanged(since: string): boolean {
  try {
    git('diff', '--quiet', since, '--', ...SOURCES)
    return true
  } catch {
    return false
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}
