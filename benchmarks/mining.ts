// H1: how fast is mining? Double SHA-256 in WebAssembly against `crypto.hash`, tries a second; the ledger's puzzle
// against its own form in plain JavaScript, searches a second; and checks of it a second. All on one core, interleaved.
//
//   node benchmarks/mining.ts [--runs 5] [--seconds 2] [--json]
import { execFileSync } from 'node:child_process'
import { hash, randomBytes } from 'node:crypto'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { doubleSha256, equihash, type Puzzle } from '@hydra/hns'
import { plainEquihash } from '@hydra/hns/testing'
import { median } from './gossip/statistics.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
  },
})
const [runs, ms] = [Number(values.runs), Number(values.seconds) * 1000]
const challenge = randomBytes(300)
const [fast, plain] = [equihash({ threads: 0 }), plainEquihash()]
const proof = await fast.solve(challenge, 1)
if (plain.check(challenge, proof) !== fast.check(challenge, proof)) throw new Error('The two forms disagree.')

const measures = {
  hashes: () => searching(doubleSha256, ({ tries }) => tries),
  peerHashes: hashing,
  searches: () => searching(fast, (_, reports) => reports),
  plainSearches: () => searching(plain, (_, reports) => reports),
  checks: checking,
}
type Figures = Record<keyof typeof measures, number[]>
const seen: Figures = { hashes: [], peerHashes: [], searches: [], plainSearches: [], checks: [] }
// One run of each to warm up: engines take their time to compile.
for (let run = -1; run < runs; run++) {
  for (const [name, measure] of Object.entries(measures)) {
    const figure = await measure()
    if (run >= 0) seen[name as keyof Figures].push(figure)
  }
}
report()

/** What a puzzle does in a second, until the time is over: it is asked for more than it can find. */
async function searching(
  puzzle: Puzzle,
  count: (progress: { tries: number }, reports: number) => number,
): Promise<number> {
  const start = performance.now()
  const stop = new AbortController()
  let [done, end, reports] = [0, start, 0]
  const onProgress = (progress: { tries: number }): void => {
    end = performance.now()
    done = count(progress, ++reports)
    if (end - start > ms) stop.abort()
  }
  await puzzle
    .solve(challenge, Number.MAX_SAFE_INTEGER, { signal: stop.signal, onProgress })
    .catch((error: unknown) => {
      if (!stop.signal.aborted) throw error
    })
  return done / ((end - start) / 1000)
}

/** What Node does best: 40 bytes as our stamps have them, in one call each, without text. */
async function hashing(): Promise<number> {
  const bytes = randomBytes(40)
  return repeated(() => hash('sha256', hash('sha256', bytes, 'buffer'), 'buffer'))
}

async function checking(): Promise<number> {
  return repeated(() => fast.check(challenge, proof))
}

function repeated(work: () => unknown): number {
  const start = performance.now()
  let count = 0
  for (; performance.now() - start < ms / 2; count += 100) for (let i = 0; i < 100; i++) work()
  return count / ((performance.now() - start) / 1000)
}

function report(): void {
  const ratioOf = (ours: number[], peer: number[]): number =>
    median(ours.map((figure, i) => figure / (peer[i] as number)))
  const ratio = ratioOf(seen.hashes, seen.peerHashes)
  const puzzleRatio = ratioOf(seen.searches, seen.plainSearches)
  const checksPerSecond = median(seen.checks)
  const reaches = (stamps: number, puzzle: number, checks: number): boolean =>
    ratio >= stamps && puzzleRatio >= puzzle && checksPerSecond >= checks
  const result = {
    id: 'H1',
    question: 'how fast is mining?',
    metric: 'double SHA-256 on one core, tries a second',
    ours: median(seen.hashes),
    peer: median(seen.peerHashes),
    peerName: 'crypto.hash of Node',
    ratio,
    first: '>= 3; puzzle >= 3; checks >= 10000/s',
    goal: '>= 10; puzzle >= 8; checks >= 20000/s',
    verdict: reaches(10, 8, 20_000) ? 'goal' : reaches(3, 3, 10_000) ? 'first' : 'short',
    machine: `${cpus()[0]?.model} x ${cpus().length}, Node ${process.version}`,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    seed: 'random',
    command: `node benchmarks/mining.ts --runs ${runs} --seconds ${values.seconds} --json`,
    puzzle: {
      name: fast.name,
      searchesPerSecond: median(seen.searches),
      plainSearchesPerSecond: median(seen.plainSearches),
      ratio: puzzleRatio,
      checksPerSecond,
    },
    load: loadavg()[0],
  }
  if (values.json) console.log(JSON.stringify(result))
  else console.dir(result)
}
