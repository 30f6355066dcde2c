import { corpus } from './corpus.ts'

/** Builds an index of as many entries as the command line asks for, and times the parent's queries. */
export function answerQueries(add: (id: number, text: string) => void, search: (query: string) => unknown): void {
  const [entries, seed] = process.argv.slice(2).map(Number)
  const before = process.cpuUsage()
  let number = 0
  for (const { name, tags, description = '' } of corpus(entries ?? 0, seed ?? 1))
    add(number++, [name, ...tags, description].join(' '))
  const { user, system } = process.cpuUsage(before)
  process.on('message', (query: string) => {
    const started = performance.now()
    search(query)
    process.send?.(performance.now() - started)
  })
  process.on('disconnect', () => process.exit())
  process.send?.({ builtCpuMs: (user + system) / 1000, megabytes: process.memoryUsage().rss / 1e6 })
}
