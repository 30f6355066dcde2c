// FlexSearch in a process of its own, for it holds all in memory: `node flexsearch.ts <entries> <seed>`. Its parent sends
// queries, and gets back how long each took. Whole words only, its fastest setting: a beginning is asked for as a word.
import { createRequire } from 'node:module'
import { answerQueries } from './answer-queries.ts'

interface Index {
  add(id: number, text: string): void
  search(query: string, options: { limit: number }): unknown[]
}

const require = createRequire(new URL('../peers/package.json', import.meta.url))
const { Index } = require('flexsearch') as { Index: new (options: { tokenize: 'strict' }) => Index }
const index = new Index({ tokenize: 'strict' })
answerQueries(
  (id, text) => index.add(id, text),
  (query) => index.search(query.replace('*', ''), { limit: 20 }),
)
