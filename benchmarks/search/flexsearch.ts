// FlexSearch in a process of its own, for it holds all in memory: `node flexsearch.ts <entries> <seed>`. Its parent sends
// queries, and gets back how long each took. Whole words only, its fastest setting: a beginning is asked for as a word.
import { createRequire } from 'node:module'
import { corpus } from './corpus.ts'

interface Index {
  add(id: number, text: string): void
  search(query: string, options: { limit: number }): unknown[]
}

const require = createRequire(new URL('../peers/package.json', import.meta.url))
const { Index } = require('flexsearch') as { Index: new (options: { tokenize: 'strict' }) => Index }
const [entries, seed] = process.argv.slice(2).map(Number)
const index = new Index({ tokenize: 'strict' })
const before = process.cpuUsage()
let number = 0
for (const { name, tags, description = '' } of corpus(entries ?? 0, seed ?? 1))
  index.add(number++, [name, ...tags, description].join(' '))
const { user, system } = process.cpuUsage(before)
process.on('message', (query: string) => {
  const started = performance.now()
  index.search(query.replace('*', ''), { limit: 20 })
  process.send?.(performance.now() - started)
})
process.on('disconnect', () => process.exit())
process.send?.({ builtCpuMs: (user + system) / 1000, megabytes: process.memoryUsage().rss / 1e6 })
