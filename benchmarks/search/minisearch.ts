// MiniSearch in a process of its own, for it holds all in memory: `node minisearch.ts <entries> <seed>`. Its parent sends
// queries, and gets back how long each took. All words, ranked, and a beginning as a beginning.
import { createRequire } from 'node:module'
import { answerQueries } from './answer-queries.ts'

interface Index {
  add(document: { id: number; text: string }): void
  search(query: string, options: { combineWith: 'AND'; prefix: boolean }): unknown[]
}

const require = createRequire(new URL('../peers/package.json', import.meta.url))
const MiniSearch = require('minisearch') as new (options: { fields: ['text'] }) => Index
const index = new MiniSearch({ fields: ['text'] })
answerQueries(
  (id, text) => index.add({ id, text }),
  // It ranks all that it finds, and is not asked for fewer.
  (query) => index.search(query.replace('*', ''), { combineWith: 'AND', prefix: query.includes('*') }).slice(0, 20),
)
