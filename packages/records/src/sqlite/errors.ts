import { StoreDamagedError, StoreLockedError, StoreWriteError } from '../errors.ts'

// Result codes of SQLite (https://sqlite.org/rescode.html); the low byte is the primary one.
const ERROR = 1
const BUSY = 5
const IO_ERROR = 10
const CORRUPT = 11
const FULL = 13
const CONSTRAINT = 19
const NOT_A_DATABASE = 26

function codeOf(error: unknown): number {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0
}

/** SQLite's error under a name of ours, with advice. */
export function named(error: unknown, path: string): unknown {
  const code = codeOf(error)
  if (code === BUSY) return new StoreLockedError(path, { cause: error })
  // Our statements are right: one that is not understood met a schema that is not ours any more.
  if (code === ERROR || code === CORRUPT || code === NOT_A_DATABASE)
    return new StoreDamagedError(path, { cause: error })
  if (code === FULL || code === IO_ERROR) return new StoreWriteError({ cause: error })
  return error
}

/** After a failed fsync the kernel may have dropped what it could not write: nothing in memory can be trusted. */
export function isFatal(error: unknown): boolean {
  return codeOf(error) === IO_ERROR || codeOf(error) === CORRUPT
}

/** A row that is there already. */
export function isConflict(error: unknown): boolean {
  return codeOf(error) === CONSTRAINT
}
