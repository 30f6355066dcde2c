import { execFileSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'

export interface Circumstances {
  readonly machine: string
  readonly commit: string
  /** Of the last minute: above the number of processors, others were busy too. */
  readonly load: number
}

/** Where and on what a figure was taken. */
export function circumstances(): Circumstances {
  return {
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, ${process.platform}, Node ${process.version}`,
    commit: commit(),
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
  }
}

function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') !== ''
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? ' with changes' : ''}`
  } catch {
    return 'unknown: not a git checkout'
  }
}
