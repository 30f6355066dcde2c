import type { Explanation } from '@hydra/discovery'
import type { FileIndex } from '@hydra/files'
import type { Feeds } from '@hydra/feeds'
import type { RecordSet } from '@hydra/records'
import type { Neighbour, Router } from '@hydra/router'
import type { ConnectionKind } from '@hydra/transports'
import type { Traffic } from './byte-count.ts'

export interface ExplainedConnection extends ConnectionKind {
  readonly peerId: string
  readonly outbound: boolean
}

/** What a link can say of itself. In memory there are only neighbours. */
export interface LinkExplanation {
  readonly neighbours: readonly Neighbour[]
  readonly peerId?: string
  /** Where others reach this peer. */
  readonly addresses?: readonly string[]
  readonly connections?: readonly ExplainedConnection[]
  /** What went over the connections. */
  readonly traffic?: Traffic
  /** Whom each source found, what was tried, and why somebody is not connected. */
  readonly discovery?: Explanation
}

export interface PeerExplanation {
  /** How well `hidden` hides here: `weak` with fewer than three links of this peer's own choice. */
  readonly hidden: ReturnType<Router['hidden']>
  readonly link: LinkExplanation
  /** How many records of each kind are known here. */
  readonly records: Readonly<Record<string, number>>
}

interface Explained {
  readonly link: { explain(): LinkExplanation }
  readonly router: Router
  readonly index: FileIndex
  readonly feeds: Feeds
  readonly names: { readonly records: RecordSet }
}

export function explainPeer({ link, router, index, feeds, names }: Explained): PeerExplanation {
  const sets = [index.records, feeds.records, names.records]
  const records = Object.fromEntries(sets.map(({ kind, size }) => [kind, size]))
  return { hidden: router.hidden(), link: link.explain(), records }
}
