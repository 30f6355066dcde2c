import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createRecordSet } from '../create-record-set.ts'
import { recordId } from '../record-id.ts'
import { sampleRecord, validateSample } from '../testing/sample.ts'
import { openSqliteStore } from './sqlite-store.ts'

export const WRITER = fileURLToPath(new URL('writer.fixture.ts', import.meta.url))

export interface Run {
  /** Orders of the records whose `add` resolved. */
  readonly acknowledged: number[]
  /** The name of the error that ended it, if it was not killed. */
  readonly failed: string | undefined
}

/** When a writer is killed: so long after so many acknowledgements, or after its first word if there are none. */
export interface Kill {
  readonly acknowledged: number
  readonly ms: number
}

/** Runs a writer until it ends or is killed. */
export async function runWriter(command: readonly string[], kill?: Kill): Promise<Run> {
  const child = spawn(command[0] as string, command.slice(1), { stdio: ['ignore', 'pipe', 'ignore'] })
  const acknowledged: number[] = []
  let failed: string | undefined
  let pid: number | undefined
  let timer: NodeJS.Timeout | undefined
  const closed = once(child, 'close')
  for await (const line of createInterface({ input: child.stdout })) {
    // The writer's own, for it may run under a tracer.
    if (line.startsWith('pid ')) pid = Number(line.slice(4))
    if (line.startsWith('ack ')) acknowledged.push(Number(line.slice(4)))
    if (line.startsWith('failed ')) failed = line.slice(7)
    if (kill === undefined || acknowledged.length < kill.acknowledged) continue
    timer ??= setTimeout(() => process.kill(pid ?? 0, 'SIGKILL'), kill.ms)
  }
  clearTimeout(timer)
  await closed
  return { acknowledged, failed }
}

export interface Found {
  readonly lost: number[]
  readonly corrupt: number
  readonly size: number
  readonly reports: string[]
}

/** Opens the database and looks for what was acknowledged; every record shown is hashed again. */
export async function inspect(path: string, acknowledged: Iterable<number>): Promise<Found> {
  const reports: string[] = []
  const onDamaged = (what: string) => reports.push(what)
  const store = await openSqliteStore(path, { onDamaged })
  const set = await createRecordSet({ kind: 'sample', validate: validateSample, store, onDamaged })
  try {
    const held = new Set<string>()
    let corrupt = 0
    for await (const { id, bytes } of set.range()) {
      if (recordId(bytes) !== id) corrupt++
      held.add(id)
    }
    if (held.size !== set.size) corrupt++
    const lost: number[] = []
    for (const order of acknowledged) {
      const id = recordId(sampleRecord(order, 'x'.repeat(100)))
      if (!held.has(id) || (await set.get(id)) === undefined) lost.push(order)
    }
    return { lost, corrupt, size: set.size, reports }
  } finally {
    await set.close()
  }
}

/** Numbers below 1 from a seed, so that a failure can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Kills writers of one database at random moments; after each kill everything acknowledged so far must be there. */
export async function killMany(path: string, kills: number, mode: 'honest' | 'lies', seed: number): Promise<Found> {
  const random = seeded(seed)
  const acknowledged: number[] = []
  let lost: number[] = []
  let [corrupt, size] = [0, 0]
  const reports: string[] = []
  for (let kill = 0; kill < kills; kill++) {
    const command = [process.execPath, WRITER, path, `${kill * 100_000}`, mode]
    // Counted in records, so that a busy machine writes as many; and one in eight while the database is opened.
    const count = random() < 0.125 ? 0 : Math.ceil(random() * 60)
    const run = await runWriter(command, { acknowledged: count, ms: random() * 5 })
    acknowledged.push(...run.acknowledged)
    const found = await inspect(path, run.acknowledged)
    lost.push(...found.lost)
    corrupt += found.corrupt
    reports.push(...found.reports)
  }
  const last = await inspect(path, acknowledged)
  lost = [...new Set([...lost, ...last.lost])]
  size = last.size
  return { lost, corrupt: corrupt + last.corrupt, size, reports }
}
