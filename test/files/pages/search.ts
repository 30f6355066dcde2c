import type { SearchIndex } from '@hydra/files'
import { openIndexedDbSearch } from '@hydra/files/indexeddb'
import { corpus, queries } from '../../../benchmarks/search/corpus.ts'

let index: SearchIndex

/** Opens the index of this page, and tells how long it took. */
export async function open(): Promise<number> {
  const started = performance.now()
  index = await openIndexedDbSearch('search')
  return performance.now() - started
}

/** Puts so many entries, as a rebuild does, and tells how long it took. */
export async function fill(entries: number): Promise<number> {
  const started = performance.now()
  const all = [...corpus(entries, 1)]
  for (let at = 0; at < entries; at += 20_000) await index.put(all.slice(at, at + 20_000), at + 20_000)
  return performance.now() - started
}

/** Puts one more, as when a record comes in, and tells how long it took. */
export async function putOne(): Promise<number> {
  const [entry] = corpus(1, 2)
  if (!entry) throw new Error('The corpus is empty.')
  const started = performance.now()
  await index.put([{ ...entry, id: 'ff'.repeat(32) as typeof entry.id }], 1)
  return performance.now() - started
}

/** How long each of so many searches took, and how many of them found something. */
export async function search(count: number): Promise<{ times: number[]; found: number }> {
  const times: number[] = []
  let found = 0
  for (const query of queries(count, 2)) {
    const started = performance.now()
    if ((await index.search(query)).ids.length > 0) found++
    times.push(performance.now() - started)
  }
  return { times: times.sort((a, b) => a - b), found }
}
