import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer, RunOptions } from '../harness/question.ts'
import { median } from '../harness/statistics.ts'
import type { Cost } from './role.ts'

const ROLE = fileURLToPath(new URL('./role.ts', import.meta.url))

interface Run {
  readonly plain: Cost
  readonly receiver: Cost
  readonly sender: Cost
}

/** One process with all records, one with none. Beside it what nobody can do without: hashing and inserting the same. */
export async function firstSync({ short, seed, runs: count, progress }: RunOptions): Promise<Answer> {
  const records = short ? 50_000 : 1_000_000
  const folder = mkdtempSync(join(tmpdir(), 'first-sync-'))
  const start = (role: string, path: string, number: number) =>
    fork(ROLE, [role, join(folder, path), `${number}`, `${seed}`, `${records}`], {
      stdio: ['ignore', 2, 'inherit', 'ipc'],
    })
  const runs: Run[] = []
  try {
    for (let run = 0; run < count; run++) {
      runs.push(await meet(start, run, records))
      progress(`${run + 1}: ${runs.at(-1)?.receiver.perSecond} records a second`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  const cpu = (pick: (run: Run) => Cost) => median(runs.map((run) => pick(run).cpuMicroseconds))
  return {
    ours: runs.map(({ receiver }) => receiver.perSecond),
    peer: runs.map(({ plain }) => plain.perSecond),
    marks: [
      {
        name: 'records a second',
        better: 'more',
        first: 50_000,
        goal: 50_000,
        value: median(runs.map(({ receiver }) => receiver.perSecond)),
      },
    ],
    further: {
      records,
      cpuMicrosecondsPerRecord: {
        receiver: cpu((run) => run.receiver),
        sender: cpu((run) => run.sender),
        plain: cpu((run) => run.plain),
      },
      receiverMegabytes: runs.map(({ receiver }) => receiver.megabytes),
    },
  }
}

type Start = (role: string, path: string, number: number) => ChildProcess

async function meet(start: Start, run: number, records: number): Promise<Run> {
  const plain = await ended(start('plain', `plain-${run}.db`, records))
  const server = start('serve', `full-${run}.db`, records)
  const port = await said<number>(server)
  const sending = ended(server)
  const receiver = await ended(start('fetch', `empty-${run}.db`, port))
  return { plain, receiver, sender: await sending }
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
