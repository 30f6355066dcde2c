import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { type Job, listJobs } from './jobs.ts'
import type { Sample } from './samples.ts'

/** What the figures depend on: results of other sources are not taken up again. */
const SOURCES = ['packages/router/src', 'benchmarks/privacy']

export interface Collecting {
  readonly peers: number
  /** Where results of single jobs are kept, so that a run can be broken off and taken up again. */
  readonly folder: string
  /** Only these parts or single jobs. */
  readonly parts?: ReadonlySet<string>
  /** Only what is there already, of whichever commit. */
  readonly onlyKept?: boolean
  readonly progress?: (line: string) => void
}

/** The samples of every job, by its name. */
export async function collect(options: Collecting): Promise<Map<string, readonly Sample[]>> {
  const { peers, folder, parts, onlyKept = false, progress = () => {} } = options
  mkdirSync(folder, { recursive: true })
  const collected = new Map<string, readonly Sample[]>()
  for (const job of listJobs(peers)) {
    if (parts && !parts.has(job.part) && !parts.has(job.name)) continue
    const path = join(folder, `${job.name}-${peers}.json`)
    const samples = kept(path, onlyKept) ?? (onlyKept ? [] : await run(job, path, progress))
    collected.set(
      job.name,
      samples.filter(({ trials }) => trials > 0),
    )
  }
  return collected
}

function kept(path: string, ofAnyCommit: boolean): Sample[] | undefined {
  if (!existsSync(path)) return undefined
  const { commit, samples } = JSON.parse(readFileSync(path, 'utf8')) as { commit: string; samples: Sample[] }
  return ofAnyCommit || isUnchanged(commit) ? samples : undefined
}

async function run(job: Job, path: string, progress: (line: string) => void): Promise<Sample[]> {
  const began = performance.now()
  const samples = await job.run()
  const seconds = Math.round((performance.now() - began) / 1_000)
  const commit = git('rev-parse', '--short', 'HEAD')
  writeFileSync(path, JSON.stringify({ commit, seconds, load: loadavg()[0], samples }))
  progress(`${job.name}: ${seconds} s`)
  return samples
}

function isUnchanged(since: string): boolean {
  try {
    git('diff', '--quiet', since, '--', ...SOURCES)
    return true
  } catch {
    return false
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}
