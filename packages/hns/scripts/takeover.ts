// How long it takes to overtake a claim: simulated with the ledger's own graph and ranking, against E(O, A) / a.
// Prints a table, and draws docs/evidence/takeover.svg.
//
//   node packages/hns/scripts/takeover.ts [seeds]
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RecordId } from '@hydra/records'
import { Graph } from '../src/ledger/graph.ts'
import { Ranking } from '../src/ledger/ranking.ts'
import { draw } from './takeover-picture.ts'

/** One claimer makes a block in ten seconds; the network is ten of them at any time. */
const SECONDS_PER_BLOCK = 10
const CLAIMERS = 10

export interface Takeover {
  /** E(O, A) when the rival's claim is published, divided by the rival's rate. */
  readonly predictedSeconds: number
  readonly seconds: number
  /** Whether the rival stood first exactly when E(A, O) was larger than E(O, A), after each of its blocks. */
  readonly isExact: boolean
}

/** A claim of some age, known to all from the first moment on, is overtaken by a rival of so many claimers' rate. */
export function simulate(seed: number, rate: number, ageSeconds: number): Takeover {
  const ledger = createLedger()
  const random = seeded(seed)
  const wait = (perSecond: number): number => -Math.log(1 - random()) / perSecond
  const networkRate = CLAIMERS / SECONDS_PER_BLOCK
  const root = ledger.add('root', 'root', [])
  let honest = ledger.add('owner', 'contested', [root])
  let next = wait(networkRate)
  for (; next < ageSeconds; next += wait(networkRate)) honest = ledger.add('others', 'elsewhere', [honest])
  // The rival names what the claim named, and not the claim. From now on all others know both, and join them.
  let rival = ledger.add('rival', 'contested', [root])
  const rivalRate = rate / SECONDS_PER_BLOCK
  const predictedSeconds = ledger.exclusive('owner') / rivalRate
  let isExact = true
  for (let now = ageSeconds; ; ) {
    now += wait(rivalRate)
    for (; next < now; next += wait(networkRate)) honest = ledger.add('others', 'elsewhere', [honest, rival])
    rival = ledger.add('rival', 'elsewhere', [rival])
    const isFirst = ledger.first() === 'rival'
    isExact &&= isFirst === ledger.exclusive('rival') > ledger.exclusive('owner')
    if (isFirst) return { predictedSeconds, seconds: now - ageSeconds, isExact }
  }
}

/** Who stands first after a rival that has the claim in its past worked this many times as much as all others. */
export function simulateDescendant(blocks: number): string {
  const ledger = createLedger()
  let last = ledger.add('owner', 'contested', [])
  last = ledger.add('rival', 'contested', [last])
  for (let i = 0; i < blocks; i++) last = ledger.add('rival', 'elsewhere', [last])
  return ledger.first()
}

function createLedger() {
  const graph = new Graph()
  const ranking = new Ranking(graph)
  return {
    add(key: string, name: string, parents: readonly RecordId[]): RecordId {
      const id = graph.size.toString(16).padStart(64, '0') as RecordId
      for (const number of graph.add({ id, name, key, work: 1, parents })) ranking.add(number)
      return id
    },
    first: (): string => ranking.of('contested')[0]?.key ?? '',
    exclusive: (key: string): number => ranking.of('contested').find((claim) => claim.key === key)?.exclusive ?? 0,
  }
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const seeds = Number(process.argv[2] ?? 5)
  const rows = [10, 300, 10_000].flatMap((rate) =>
    [600, 3600, 6 * 3600, 24 * 3600].map((age) => {
      const runs = Array.from({ length: seeds }, (_, seed) => simulate(seed + 1, rate, age))
      const mean = (of: (run: Takeover) => number): number => runs.reduce((sum, run) => sum + of(run), 0) / seeds
      const [seconds, predicted] = [mean((run) => run.seconds), mean((run) => run.predictedSeconds)]
      return { rate, age, seconds, predicted, ratio: seconds / predicted, isExact: runs.every((run) => run.isExact) }
    }),
  )
  for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`)
  writeFileSync(fileURLToPath(new URL('../../../docs/evidence/takeover.svg', import.meta.url)), draw(rows))
}
