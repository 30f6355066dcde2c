import type { Provider } from '../block-source.ts'

/** A provider in one session, and how it does. */
export interface Member {
  readonly provider: Provider
  readonly source: string
  /** How much it is asked for at once. */
  batchBytes: number
  /** Asks in a row that brought nothing. */
  fruitless: number
  pausedUntil: number
  gone: boolean
}

// Two leaves of today's size: enough to see how fast they come.
const FIRST_BATCH = 2 * 1024 * 1024
const MIN_BATCH = 256 * 1024
// More would wait for one peer while others run dry; a gigabit a second brings it in an eighth of a second.
const MAX_BATCH = 16 * 1024 * 1024
// Long enough that asking costs little beside it, short enough to hand on what a peer is too slow for.
const BATCH_MS = 120
// Who has a part of a file has nothing of some batches. Who has nothing four times is asked less.
const MAX_FRUITLESS = 3
const PAUSE_MS = 500
const MAX_PAUSE_MS = 4_000

export function createMember(provider: Provider, source: string): Member {
  return {
    provider,
    source,
    batchBytes: FIRST_BATCH,
    fruitless: 0,
    pausedUntil: 0,
    gone: false,
  }
}

/** Fits the next batch to how long the blocks of this one took, without the wait for the first. */
export function paced(member: Member, bytes: number, tookMs: number): void {
  member.fruitless = 0
  if (tookMs > BATCH_MS * 2) member.batchBytes = Math.max(MIN_BATCH, member.batchBytes / 2)
  else if (tookMs < BATCH_MS && bytes >= member.batchBytes / 2)
    member.batchBytes = Math.min(MAX_BATCH, member.batchBytes * 2)
}

/** Asks later, of who had nothing again and again. */
export function fruitless(member: Member, now: number): void {
  member.fruitless += 1
  const beyond = member.fruitless - MAX_FRUITLESS
  if (beyond > 0) member.pausedUntil = now + Math.min(MAX_PAUSE_MS, PAUSE_MS * 2 ** (beyond - 1))
}
