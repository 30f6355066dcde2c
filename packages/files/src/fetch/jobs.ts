import type { CID } from 'multiformats/cid'
import type { Bytes, Range } from '../block-source.ts'
import type { Member } from './member.ts'

/** What was asked of one provider, as far as its jobs need it. */
export interface Question {
  readonly member: Member
  readonly jobs: Set<Job>
  /** Others brought it. */
  drop(job: Job): void
}

/** A block that somebody here waits for. */
export interface Job {
  readonly key: string
  readonly cid: CID
  /** About how many bytes it has. */
  readonly bytes: number
  readonly below: Range | undefined
  readonly asks: Set<Question>
  /** Who was asked for it, and had it not. */
  readonly lackedBy: Set<Member>
  /** When it was last asked for. */
  askedAt: number
  readonly settled: Promise<Fetched>
  resolve(fetched: Fetched): void
  reject(error: unknown): void
}

export interface Fetched {
  readonly bytes: Bytes
  readonly source: string
}

/** Orders what is not asked for yet: less is sooner. */
export type Priority = (job: Job) => number

export interface Jobs {
  add(cid: CID, bytes: number, below: Range | undefined): Job
  get(key: string): Job | undefined
  /** Jobs that nobody was asked for, for at most so many bytes and at least one. */
  take(member: Member, bytes: number): Job[]
  /** The job that others have kept waiting longest, and at least for `forMs`. */
  late(member: Member, now: number, forMs: number): Job | undefined
  asked(job: Job, ask: Question, now: number): void
  /** What a question did not bring waits again; for others, where it was answered to its end. */
  giveBack(ask: Question, answered: boolean): void
  lacks: (job: Job, member: Member) => boolean
  done(job: Job): void
  all(): Iterable<Job>
  /** Resolves at the next change. */
  changed(): Promise<void>
  wake(): void
}

// A list of wants stays under 64 KiB on the wire.
const MAX_BATCH = 256

/** `lacks` knows better than a refusal of some time ago, where it knows. */
export function createJobs(
  priority: Priority | undefined,
  knownToLack: (job: Job, member: Member) => boolean | undefined,
): Jobs {
  const all = new Map<string, Job>()
  const waiting = new Set<Job>()
  let change = Promise.withResolvers<void>()
  const wake = () => {
    change.resolve()
    change = Promise.withResolvers<void>()
  }

  const lacks = (job: Job, member: Member) => knownToLack(job, member) ?? job.lackedBy.has(member)

  function candidates(member: Member): Job[] {
    const able = [...waiting].filter((job) => !lacks(job, member))
    if (!priority) return able
    return able
      .map((job) => ({ job, rank: priority(job) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ job }) => job)
  }

  return {
    add(cid, bytes, below) {
      const { promise, resolve, reject } = Promise.withResolvers<Fetched>()
      const key = cid.toString()
      const sets = { asks: new Set<Question>(), lackedBy: new Set<Member>() }
      const job: Job = { key, cid, bytes, below, askedAt: 0, settled: promise, resolve, reject, ...sets }
      promise.catch(() => undefined)
      all.set(key, job)
      waiting.add(job)
      wake()
      return job
    },
    get: (key) => all.get(key),
    take(member, bytes) {
      const batch: Job[] = []
      let sum = 0
      for (const job of candidates(member)) {
        if (batch.length > 0 && (sum + job.bytes > bytes || batch.length === MAX_BATCH)) break
        batch.push(job)
        sum += job.bytes
        waiting.delete(job)
      }
      return batch
    },
    late(member, now, forMs) {
      for (const job of all.values()) {
        const isOurs = [...job.asks].some((ask) => ask.member === member)
        if (waiting.has(job) || isOurs || lacks(job, member) || now - job.askedAt < forMs) continue
        return job
      }
      return undefined
    },
    asked(job, ask, now) {
      waiting.delete(job)
      job.asks.add(ask)
      ask.jobs.add(job)
      job.askedAt = now
    },
    giveBack(ask, answered) {
      for (const job of ask.jobs) {
        job.asks.delete(ask)
        if (all.get(job.key) !== job) continue
        if (answered) job.lackedBy.add(ask.member)
        if (job.asks.size === 0) waiting.add(job)
      }
      wake()
    },
    lacks,
    done(job) {
      all.delete(job.key)
      waiting.delete(job)
      wake()
    },
    all: () => all.values(),
    changed: () => change.promise,
    wake,
  }
}
