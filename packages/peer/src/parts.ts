import type { Feeds } from '@hydra/feeds'
import type { FileIndex } from '@hydra/files'
import type { Petnames } from '@hydra/identity/petnames'
import type { Link, Router, Spread } from '@hydra/router'
import type { Services } from '@hydra/services'
import type { LinkExplanation, PeerExplanation } from './explain.ts'
import type { PeerFiles } from './peer-files.ts'
import type { PeerIdentity } from './identity.ts'
import type { PeerNames } from './peer-names.ts'
import type { PeerRecords } from './peer-records.ts'

/** A link whose connections live as long as its peer. */
export interface PeerLink extends Link {
  /** Makes the first connections. Called once every part listens, so that none misses the first frame. */
  open(): Promise<void>
  explain(): LinkExplanation
  close(): Promise<void>
}

/** A running peer: every role, ready to use. */
export interface Peer<L extends PeerLink = PeerLink> {
  readonly identity: PeerIdentity
  /** What this user calls others. */
  readonly petnames: Petnames
  readonly link: L
  readonly spread: Spread
  readonly router: Router
  readonly records: PeerRecords
  readonly files: PeerFiles
  readonly index: FileIndex
  readonly feeds: Feeds
  readonly names: PeerNames
  readonly services: Services
  /** What every part can say about why something is slow or cannot be reached. */
  explain(): PeerExplanation
  /** Ends all of it, the highest part first. May be called twice. */
  close(): Promise<void>
}

type Made<T> = T | Promise<T>
type Below<L extends PeerLink, Names extends keyof Peer<L>> = Pick<Peer<L>, Names>

/** How each part of a peer is made, from the parts below it. A preset is a full set of these. */
export interface Parts<L extends PeerLink = PeerLink> {
  readonly identity: () => Made<PeerIdentity>
  readonly petnames: (below: Below<L, 'identity'>) => Made<Petnames>
  readonly link: (below: Below<L, 'identity'>) => Made<L>
  readonly spread: (below: Below<L, 'identity' | 'link'>) => Made<Spread>
  readonly router: (below: Below<L, 'identity' | 'link' | 'spread'>) => Made<Router>
  readonly records: (below: Below<L, Mechanisms>) => Made<PeerRecords>
  readonly files: (below: Below<L, Mechanisms | 'records'>) => Made<PeerFiles>
  readonly index: (below: Below<L, Mechanisms | 'records'>) => Made<FileIndex>
  readonly feeds: (below: Below<L, Mechanisms | 'records'>) => Made<Feeds>
  readonly names: (below: Below<L, Mechanisms | 'records'>) => Made<PeerNames>
  readonly services: (below: Below<L, Mechanisms | Features>) => Made<Services>
}

type Mechanisms = 'identity' | 'link' | 'spread' | 'router'
type Features = 'petnames' | 'records' | 'files' | 'index' | 'feeds' | 'names'
