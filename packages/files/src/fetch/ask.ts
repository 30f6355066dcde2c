import { wantsBelow } from '../below.ts'
import type { Block, Want } from '../block-source.ts'
import type { Clock } from '../clock.ts'
import { MAX_BLOCK_BYTES } from '../codecs.ts'
import { isBlock } from '../digest.ts'
import type { Job, Question } from './jobs.ts'
import type { Member } from './member.ts'

/** A provider sent what nobody asked it for, or what is not what it says. */
export class MisbehavedError extends Error {
  override readonly name = 'MisbehavedError'
  readonly reason: DropReason
  constructor(provider: string, reason: DropReason) {
    super(`${provider} ${SAYING[reason]}. It is not asked again.`)
    this.reason = reason
  }
}

export type DropReason = 'lied' | 'unasked' | 'stalled'

const SAYING: Readonly<Record<DropReason, string>> = {
  lied: 'sent a block that is not what its CID says',
  unasked: 'sent a block that it was not asked for',
  stalled: 'sent nothing for too long',
}

// A peer on a bad line needs a second for a block; one that needs ten is none.
const STALL_MS = 10_000

/** One question to one provider, while it is answered. */
export class Ask implements Question {
  readonly member: Member
  readonly jobs = new Set<Job>()
  readonly #left = new Map<string, Want>()
  // Blocks that came, or that others brought: another copy may be on its way when it is called off.
  readonly #over = new Set<string>()
  readonly #controller = new AbortController()
  readonly #session: AbortSignal

  constructor(member: Member, jobs: readonly Job[], session: AbortSignal) {
    this.member = member
    this.#session = session
    for (const { key, cid, below } of jobs) this.#left.set(key, { cid, ...(below && { below }) })
  }

  /** Blocks as they come, each what its CID says. Throws `MisbehavedError` at the first that is not. */
  async *blocks(clock: Clock): AsyncGenerator<Block> {
    const { provider } = this.member
    const signal = AbortSignal.any([this.#controller.signal, this.#session])
    let stopTimer = () => {}
    const restart = () => {
      stopTimer()
      stopTimer = clock.after(STALL_MS, () => this.#controller.abort(new MisbehavedError(provider.id, 'stalled')))
    }
    restart()
    try {
      for await (const block of provider.ask([...this.#left.values()], { signal })) {
        restart()
        if (await this.#check(block)) yield block
        if (this.#left.size === 0) return
      }
      signal.throwIfAborted()
    } finally {
      stopTimer()
      this.#controller.abort()
    }
  }

  /** Others brought it. The question ends when nothing else is left of it. */
  drop(job: Job): void {
    this.#left.delete(job.key)
    this.#over.add(job.key)
    if (this.#left.size === 0) this.#controller.abort()
  }

  expects(key: string): boolean {
    return this.#left.has(key)
  }

  get dropped(): boolean {
    return this.#controller.signal.aborted && this.#left.size === 0
  }

  async #check({ cid, bytes }: Block): Promise<boolean> {
    const { provider } = this.member
    const key = cid.toString()
    const want = this.#left.get(key)
    if (!want) {
      if (this.#over.has(key)) return false
      throw new MisbehavedError(provider.id, 'unasked')
    }
    if (bytes.byteLength > MAX_BLOCK_BYTES || !(await isBlock(cid, bytes)))
      throw new MisbehavedError(provider.id, 'lied')
    this.#left.delete(key)
    this.#over.add(key)
    for (const below of want.below ? wantsBelow(cid, bytes, want.below) : [])
      this.#left.set(below.cid.toString(), below)
    return true
  }
}
