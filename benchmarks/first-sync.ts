// How fast is a first full sync? One process with all records, one with none, both on SQLite, over loopback TCP. Against
// what nobody can do without: hashing the same rows and inserting them into SQLite, as durably, in one process. A shared
// machine changes both alike, so the ratio says more than the time. CPU a record is user and system time together.
//
//   node benchmarks/first-sync.ts [--records 1000000] [--runs 5] [--seed 1] [--json]
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { median } from './gossip/statistics.ts'
import type { Cost } from './records/role.ts'
import { circumstances } from './records/sample.ts'

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const GOAL = 50_000
const ROLE = fileURLToPath(new URL('./records/role.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'first-sync-'))

function start(role: string, path: string, number: string): ChildProcess {
  return fork(ROLE, [role, join(folder, path), number, values.seed, values.records])
}

async function said<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T]
  return message
}

async function ended(child: ChildProcess): Promise<Cost> {
  const cost = await said<Cost>(child)
  if (child.exitCode === null) await once(child, 'exit')
  return cost
}

interface Run {
  readonly plain: Cost
  readonly receiver: Cost
  readonly sender: Cost
}

async function run(index: number): Promise<Run> {
  const plain = await ended(start('plain', `plain-${index}.db`, values.records))
  const server = start('serve', `full-${index}.db`, values.records)
  const port = await said<number>(server)
  const sending = ended(server)
  const receiver = await ended(start('fetch', `empty-${index}.db`, `${port}`))
  return { plain, receiver, sender: await sending }
}

const runs: Run[] = []
try {
  for (let index = 0; index < Number(values.runs); index++) {
    runs.push(await run(index))
    const { plain, receiver, sender } = runs.at(-1) as Run
    console.table({ plain, receiver, sender })
  }
} finally {
  rmSync(folder, { recursive: true })
}
const of = (pick: (run: Run) => number) => median(runs.map(pick))
const ours = of(({ receiver }) => receiver.perSecond)
const peer = of(({ plain }) => plain.perSecond)
const result = {
  id: 'H4b',
  question: 'how fast is a first full sync?',
  metric: `records a second, ${values.records} records of 160 bytes, between two processes`,
  ours,
  peer,
  peerName: 'SHA-256 and an insert into SQLite, as durable',
  ratio: ours / peer,
  first: `>= ${GOAL}`,
  goal: `>= ${GOAL}`,
  verdict: ours >= GOAL ? 'goal' : 'short',
  cpuMicroseconds: {
    receiver: of(({ receiver }) => receiver.cpuMicroseconds),
    sender: of(({ sender }) => sender.cpuMicroseconds),
    plain: of(({ plain }) => plain.cpuMicroseconds),
  },
  receiverMegabytes: runs.map(({ receiver }) => receiver.megabytes),
  ...circumstances(),
  seed: Number(values.seed),
  command: `node benchmarks/first-sync.ts --records ${values.records} --runs ${values.runs} --seed ${values.seed} --json`,
}
console.log(values.json ? JSON.stringify(result) : result)
