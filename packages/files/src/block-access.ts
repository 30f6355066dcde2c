import type { CID } from 'multiformats/cid'
import type { BlockSource, Bytes, Range } from './block-source.ts'
import type { Clock } from './clock.ts'
import { NoHiddenSourceError } from './errors.ts'
import type { DropReason } from './fetch/ask.ts'
import { createSession, type Session } from './fetch/session.ts'
import type { LookOptions } from './files.ts'
import type { Keeper } from './keeper.ts'
import type { LocalBlocks } from './local-blocks.ts'

export interface Surroundings {
  readonly local: LocalBlocks
  readonly keeper: Keeper
  readonly sources: readonly BlockSource[]
  readonly clock: Clock
  readonly closing: AbortSignal
  readonly privacy: 'direct' | 'hidden'
  readonly onDropped: ((provider: string, reason: DropReason) => void) | undefined
}

export interface Got {
  readonly bytes: Bytes
  readonly source: string
}

/** Blocks of one file or folder, from here or from whoever has them, for as long as one caller reads. */
export interface Access {
  get(cid: CID, about?: { bytes?: number; below?: Range }): Promise<Got>
  follow: Session['follow']
  readonly privacy: 'direct' | 'hidden'
  /** Ends what is still on its way. */
  end(): void
}

export type OpenAccess = (root: CID, options: LookOptions, rarestFirst?: boolean) => Access

/** Who lied is forgotten only when so many others did. */
const MAX_BANNED = 1_024

export function createOpenAccess(around: Surroundings): OpenAccess {
  const { local, keeper, sources, clock, closing, onDropped } = around
  const list = new Set<string>()
  const banned = {
    has: (id: string) => list.has(id),
    add(id: string, reason: DropReason) {
      // Two questions to one liar end at once.
      if (list.has(id)) return
      onDropped?.(id, reason)
      list.add(id)
      const [oldest] = list
      if (list.size > MAX_BANNED && oldest !== undefined) list.delete(oldest)
    },
  }

  function chosen({ privacy, local }: LookOptions): readonly BlockSource[] {
    if (local) return []
    // Everybody may be asked in the open; where that is not wanted, only those who do not see who asks.
    const able = sources.filter((source) => (privacy === 'hidden' ? source.privacy === 'hidden' : true))
    if (privacy === 'hidden' && able.length === 0 && sources.length > 0) throw new NoHiddenSourceError()
    return able
  }

  return (root, { privacy = around.privacy, local: onlyLocal = false, signal }, rarestFirst = false) => {
    const ending = new AbortController()
    const signals = AbortSignal.any([ending.signal, closing, ...(signal ? [signal] : [])])
    const session = createSession({
      root,
      sources: chosen({ privacy, local: onlyLocal }),
      clock,
      signal: signals,
      privacy,
      rarestFirst,
      banned,
      keep: ({ cid, bytes }) => keeper.put(cid, bytes),
    })
    return {
      privacy,
      async get(cid, about) {
        signals.throwIfAborted()
        const before = session.early(cid)
        if (before) return before
        const bytes = await local.get(cid)
        // It may have come while the store was looking.
        const early = session.early(cid)
        if (early) return early
        if (!bytes) return session.fetch(cid, about)
        keeper.used(cid)
        return { bytes, source: 'store' }
      },
      follow: session.follow,
      end: () => ending.abort(),
    }
  }
}
