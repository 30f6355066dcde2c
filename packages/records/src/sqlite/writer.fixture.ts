import { writeSync } from 'node:fs'
import { createRecordSet } from '../create-record-set.ts'
import { sampleRecord, validateSample } from '../testing/sample.ts'
import { openSqliteStore } from './sqlite-store.ts'

// Adds records until it is killed or fails, and says which were acknowledged: "ack <order>" a line.
// With `lies` it acknowledges one batch before it writes it: the tests must find that out.
const [path = '', first = '0', mode = 'honest'] = process.argv.slice(2)

function say(line: string): void {
  writeSync(1, `${line}\n`)
}

say(`pid ${process.pid}`)
try {
  const set = await createRecordSet({ kind: 'sample', validate: validateSample, store: await openSqliteStore(path) })
  for (let order = Number(first), behind: number[] = []; ; order += 3) {
    const batch = [order, order + 1, order + 2]
    const written = mode === 'lies' ? behind : batch
    behind = batch
    if (mode === 'lies') for (const each of batch) say(`ack ${each}`)
    await Promise.all(written.map((each) => set.add(sampleRecord(each, 'x'.repeat(100)))))
    if (mode !== 'lies') for (const each of batch) say(`ack ${each}`)
    // So that the kill finds all moments: in the middle of a batch, and between two.
    await new Promise((resolve) => setImmediate(resolve))
  }
} catch (error) {
  say(`failed ${error instanceof Error ? error.name : String(error)}`)
  process.exitCode = 1
}
