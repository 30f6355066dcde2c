import { stderr } from 'node:process'
import type { Progress } from './command.ts'

// What is done sooner needs no bar.
const SHOWN_AFTER_MS = 1_000
const REDRAWN_EVERY_MS = 100
const WIDTH = 24

/** Shows how far something is, on a terminal; nothing elsewhere. */
export interface ProgressBar {
  show(progress: Progress): void
  /** Takes it away before something else is written. */
  clear(): void
}

export function createProgressBar(
  to: Pick<typeof stderr, 'write' | 'isTTY'> = stderr,
  now = () => performance.now(),
): ProgressBar {
  const begun = now()
  let [drawnAt, isDrawn] = [Number.NEGATIVE_INFINITY, false]
  return {
    show(progress) {
      if (!to.isTTY || now() - begun < SHOWN_AFTER_MS || now() - drawnAt < REDRAWN_EVERY_MS) return
      drawnAt = now()
      isDrawn = true
      to.write(`\r\x1b[K${barOf(progress)}`)
    },
    clear() {
      if (isDrawn) to.write('\r\x1b[K')
      isDrawn = false
    },
  }
}

function barOf({ what, done, total, unit }: Progress): string {
  const amount = (value: number): string => (unit === 'bytes' ? bytesText(value) : `${Math.round(value)} ${unit}`)
  if (total === undefined || total === 0) return `${what} ${amount(done)}`
  const part = Math.min(1, done / total)
  const filled = Math.round(part * WIDTH)
  return `${what} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${Math.round(part * 100)} % of ${amount(total)}`
}

/** Bytes as a person says them: `1.5 MB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}
