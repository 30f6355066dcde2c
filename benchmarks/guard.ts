// What does not depend on the machine must not get worse unnoticed: copies, frames, bytes, round trips, virtual time. And
// not better either: what got better is kept, so that it stays. `pnpm check costs` runs this.
//
//   node benchmarks/guard.ts             compares with what is kept
//   node benchmarks/guard.ts --renew     keeps what is found: commit it, and say in the message why it changed
import { readFileSync, writeFileSync } from 'node:fs'
import { changes, describe, type Figures } from './guard/compare.ts'
import { measureAll } from './guard/figures.ts'

const KEPT = new URL('./guard/kept.json', import.meta.url)
const found = await measureAll()
if (process.argv.includes('--renew')) {
  writeFileSync(KEPT, `${JSON.stringify(found, undefined, 2)}\n`)
  console.log(`Kept ${Object.keys(found).length} figures in benchmarks/guard/kept.json.`)
  process.exit(0)
}
const changed = changes(JSON.parse(readFileSync(KEPT, 'utf8')) as Figures, found)
if (changed.length === 0) {
  console.log(`All ${Object.keys(found).length} costs are as they were kept.`)
  process.exit(0)
}
for (const change of changed) console.error(describe(change))
console.error(
  '\nThese costs changed, by more than one part in fifty. If that is meant, or they got better, keep them:\n' +
    '    node benchmarks/guard.ts --renew\nand commit benchmarks/guard/kept.json with the reason. If not, something got dearer.',
)
process.exit(1)
