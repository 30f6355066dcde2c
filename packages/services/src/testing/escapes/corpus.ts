import { chains } from './chains.ts'
import type { Escape } from './escape.ts'
import { globals } from './globals.ts'
import { results } from './results.ts'
import { time } from './time.ts'

/** All attempts to get out of a sandbox. */
export const escapeCorpus: readonly Escape[] = [...chains, ...globals, ...time, ...results]
