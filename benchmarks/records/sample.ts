import { execFileSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { encodeRecord, type Validate } from '@hydra/records'

/** A record of some 160 bytes whose place is all over the order, as authors' keys are. */
export function sample(seed: number, index: number, bytes = 150): Uint8Array {
  const place = Math.imul(index, 0x9e3779b1) >>> 1
  return encodeRecord([2 ** 31 + place, `${seed}.${index}`.padEnd(bytes)])
}

/** A cheap rule, so that what is measured is not the rule: the place is in the first bytes. */
export const validate: Validate = (bytes) => ({ valid: true, order: bytes.subarray(2, 6) })

/** Where and on what a figure was taken. */
export function circumstances(): { machine: string; commit: string; load: number } {
  return {
    machine: `${cpus()[0]?.model} x ${cpus().length}, Node ${process.version}`,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    load: loadavg()[0] ?? 0,
  }
}
