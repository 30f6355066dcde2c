import type { Privacy } from '@hydra/router'
import type { CID } from 'multiformats/cid'
import type { Block, BlockSource, Range } from '../block-source.ts'
import { type Clock, later } from '../clock.ts'
import { MissingBlockError } from '../errors.ts'
import { Ask, type DropReason, MisbehavedError } from './ask.ts'
import { createHaveMaps } from './have-maps.ts'
import { createJobs, type Fetched, type Job } from './jobs.ts'
import { createMember, fruitless, type Member, paced } from './member.ts'

export interface SessionOptions {
  readonly root: CID
  readonly sources: readonly BlockSource[]
  readonly clock: Clock
  readonly signal: AbortSignal
  /** What the reader asked for. */
  readonly privacy: Privacy
  /** Blocks that fewer have come first. For what is brought here whole; a reader needs them in order. */
  readonly rarestFirst: boolean
  /** Who lied before. */
  readonly banned: { has(id: string): boolean; add(id: string, reason: DropReason): void }
  /** Keeps a block before anybody hears of it. */
  keep(block: Block): Promise<void>
}

/** Brings blocks of one file or folder here, from all who have them at once. */
export interface Session {
  /** What came with a tree before anybody asked for it. */
  early(cid: CID): Fetched | undefined
  fetch(cid: CID, about?: { bytes?: number; below?: Range }): Promise<Fetched>
  /** Tells that what a node links to is wanted next, so that who has which of it is found out. */
  readonly follow: (node: CID, links: readonly CID[]) => void
}

// While one question is answered the next is on its way, so that the line is never empty.
const LANES = 2
// A block that others still wait for is asked twice only then: it costs bytes.
const LATE_MS = 250
const AGAIN_MS = 50
// Providers that appear later are found by asking again.
const SEARCH_AGAIN_MS = 10_000
// What a first question brings of a file in small leaves. The rest is read from the store.
const MAX_EARLY = 16
const MAX_MEMBERS = 64
const MAX_FAILURES = 3
const LEAF_BYTES = 1024 * 1024

export function createSession(options: SessionOptions): Session {
  const { root, sources, clock, signal, privacy, banned } = options
  const members = new Map<string, Member>()
  const maps = createHaveMaps({ members, clock, signal, changed: () => jobs.wake() })
  const jobs = createJobs(options.rarestFirst ? maps.holders : undefined, maps.lacks)
  const asks = new Set<Ask>()
  const early = new Map<string, Fetched>()
  let searching = 0
  let started = false

  signal.addEventListener('abort', () => {
    for (const job of jobs.all()) job.reject(signal.reason)
    jobs.wake()
  })

  function search(): void {
    for (const source of sources) {
      searching += 1
      searchIn(source)
        // A source that fails has nobody for us. The others go on.
        .catch(() => undefined)
        .finally(() => {
          searching -= 1
          giveUpIfNobodyIsLeft()
        })
    }
    if (sources.length === 0) queueMicrotask(giveUpIfNobodyIsLeft)
    else later(clock, SEARCH_AGAIN_MS, signal, search)
  }

  async function searchIn(source: BlockSource): Promise<void> {
    for await (const provider of source.providers(root, { signal, privacy })) {
      if (signal.aborted) return
      const id = `${source.name} ${provider.id}`
      const known = members.get(id)
      if ((known && !known.gone) || banned.has(id) || members.size === MAX_MEMBERS) continue
      const member = createMember(provider, source.name)
      members.set(id, member)
      maps.joined(member)
      for (let lane = 0; lane < LANES; lane++) void run(id, member)
    }
  }

  async function run(id: string, member: Member): Promise<void> {
    let failures = 0
    while (!signal.aborted && !member.gone) {
      const batch = nextBatch(member)
      if (batch.length === 0) {
        await pause(member)
        continue
      }
      try {
        await ask(member, batch)
        failures = 0
      } catch (error) {
        if (signal.aborted) return
        failures += 1
        const reason = error instanceof MisbehavedError ? error.reason : undefined
        if (reason === 'lied' || reason === 'unasked') banned.add(id, reason)
        if (reason === undefined && failures < MAX_FAILURES) fruitless(member, clock.now())
        else leave(member)
      }
    }
  }

  function nextBatch(member: Member): Job[] {
    if (clock.now() < member.pausedUntil) return []
    const fresh = jobs.take(member, member.batchBytes)
    if (fresh.length > 0) return fresh
    const late = jobs.late(member, clock.now(), LATE_MS)
    return late ? [late] : []
  }

  async function pause(member: Member): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const wait = Math.max(AGAIN_MS, member.pausedUntil - clock.now())
    // Nothing is late where nothing is asked for.
    const stop = [...jobs.all()].length > 0 ? clock.after(wait, resolve) : () => {}
    await Promise.race([jobs.changed(), promise])
    stop()
  }

  async function ask(member: Member, batch: readonly Job[]): Promise<void> {
    const question = new Ask(member, batch, signal)
    asks.add(question)
    for (const job of batch) jobs.asked(job, question, clock.now())
    let brought = 0
    let answered = false
    let firstAt: number | undefined
    try {
      for await (const block of question.blocks(clock)) {
        firstAt ??= clock.now()
        brought += block.bytes.byteLength
        await settle(block, member)
      }
      answered = true
    } catch (error) {
      if (!question.dropped) throw error
    } finally {
      asks.delete(question)
      jobs.giveBack(question, answered)
    }
    if (firstAt !== undefined) paced(member, brought, clock.now() - firstAt)
    else if (!question.dropped) fruitless(member, clock.now())
    giveUpIfNobodyIsLeft()
  }

  async function settle(block: Block, member: Member): Promise<void> {
    await options.keep(block)
    const key = block.cid.toString()
    const job = jobs.get(key)
    if (!job) {
      if (early.size < MAX_EARLY) early.set(key, { bytes: block.bytes, source: member.source })
      return
    }
    jobs.done(job)
    for (const other of job.asks) if (other.member !== member) other.drop(job)
    job.resolve({ bytes: block.bytes, source: member.source })
  }

  function leave(member: Member): void {
    member.gone = true
    jobs.wake()
    giveUpIfNobodyIsLeft()
  }

  function giveUpIfNobodyIsLeft(): void {
    if (searching > 0) return
    const present = [...members.values()].filter((member) => !member.gone)
    for (const job of jobs.all()) {
      if (job.asks.size > 0 || present.some((member) => !jobs.lacks(job, member))) continue
      jobs.done(job)
      job.reject(new MissingBlockError(job.key, sayWho(members.size, sources)))
    }
  }

  return {
    early(cid) {
      const key = cid.toString()
      const found = early.get(key)
      early.delete(key)
      return found
    },
    async fetch(cid, { bytes = LEAF_BYTES, below } = {}) {
      signal.throwIfAborted()
      if (!started) search()
      started = true
      const key = cid.toString()
      const known = jobs.get(key)
      const job = known ?? jobs.add(cid, bytes, below)
      // It is on its way with the tree that was asked for.
      const pushing = known ? undefined : [...asks].find((ask) => ask.expects(key))
      if (pushing) jobs.asked(job, pushing, clock.now())
      if (searching === 0) giveUpIfNobodyIsLeft()
      return job.settled
    },
    follow: maps.follow,
  }
}

function sayWho(asked: number, sources: readonly BlockSource[]): string {
  if (sources.length === 0) return 'it is not in the store, and there are no other sources'
  return `${asked} ${asked === 1 ? 'provider was' : 'providers were'} asked, of ${sources.map(({ name }) => name).join(', ')}`
}
