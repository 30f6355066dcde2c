import type { PublicKey } from '@hydra/identity'
import { canonicalCid } from './index-fields.ts'
import type { IndexEntry } from './search-index.ts'

/** Whose records, and which files, this peer neither shows nor passes on. Nobody is told. */
export interface Blocked {
  publishers(): PublicKey[]
  cids(): string[]
  /** Mutes a publisher, or blocks a file; `allow` takes it back. Resolves when searches show it. */
  block(what: What): Promise<void>
  allow(what: What): Promise<void>
  hides(entry: Pick<IndexEntry, 'publisher' | 'cid'>): boolean
}

export type What = { publisher: PublicKey } | { cid: string }

/** Brings searches to what is hidden. The set shows nothing hidden: what goes is looked up before it is. */
export interface Searches {
  /** Calls `hide` in between. */
  forget(what: What, hide: () => void): Promise<void>
  show(what: What): Promise<void>
}

export function createBlocked(
  { publishers = [], cids = [] }: { publishers?: Iterable<PublicKey>; cids?: Iterable<string> } = {},
  searches: () => Searches,
): Blocked {
  const muted = new Set(publishers)
  const files = new Set([...cids].map(usual))
  const change = (what: What, how: 'add' | 'delete'): void => {
    if ('publisher' in what) muted[how](what.publisher)
    else files[how](usual(what.cid))
  }
  const inUsualForm = (what: What): What => ('cid' in what ? { cid: usual(what.cid) } : what)
  return {
    publishers: () => [...muted],
    cids: () => [...files],
    block: (what) => searches().forget(inUsualForm(what), () => change(what, 'add')),
    async allow(what) {
      change(what, 'delete')
      await searches().show(inUsualForm(what))
    },
    hides: ({ publisher, cid }) => muted.has(publisher) || files.has(cid),
  }
}

function usual(cid: string): string {
  return canonicalCid(cid) ?? cid
}
