import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { barChart } from './bar-chart.ts'
import { page } from './page.ts'
import type { Outcome } from './result.ts'

/** Keeps results in a folder, a file each, and draws the page of all that are there. */
export function keep(folder: string, outcomes: readonly Outcome[]): string {
  mkdirSync(folder, { recursive: true })
  for (const outcome of outcomes) {
    writeFileSync(join(folder, `${outcome.id}.json`), `${JSON.stringify(outcome, undefined, 1)}\n`)
    if (outcome.verdict !== 'skipped') writeFileSync(join(folder, `${outcome.id}.svg`), `${barChart(outcome)}\n`)
  }
  const path = join(folder, 'index.html')
  writeFileSync(path, page(kept(folder), new Date().toISOString().slice(0, 10)))
  return path
}

function kept(folder: string): Outcome[] {
  return readdirSync(folder)
    .filter((name) => /^[A-Z]\d.*\.json$/.test(name))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Outcome)
    .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
}
