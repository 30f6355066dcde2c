import type { Link, Router, Spread } from '@hydra/router'
import type { Services } from '@hydra/services'
import type { PeerRecords } from './peer-records.ts'

type Made<T> = T | Promise<T>

/** A link whose connections live as long as its peer. */
export interface PeerLink extends Link {
  /** Makes the first connections. Called once every part listens, so that none misses the first frame. */
  open(): Promise<void>
  close(): Promise<void>
}

/** How each part of a peer is made, from the parts below it. A preset is a full set of these. */
export interface Parts<L extends PeerLink = PeerLink> {
  readonly link: () => Made<L>
  readonly spread: (below: Pick<Peer<L>, 'link'>) => Made<Spread>
  readonly router: (below: Pick<Peer<L>, 'link' | 'spread'>) => Made<Router>
  readonly records: (below: Pick<Peer<L>, 'link' | 'spread' | 'router'>) => Made<PeerRecords>
  readonly services: (below: Pick<Peer<L>, 'link' | 'spread' | 'router' | 'records'>) => Made<Services>
}

/** A running peer: every role, ready to use. */
export interface Peer<L extends PeerLink = PeerLink> {
  readonly link: L
  readonly spread: Spread
  readonly router: Router
  readonly records: PeerRecords
  readonly services: Services
  /** Ends all of it, the highest part first. May be called twice. */
  close(): Promise<void>
}

/** Makes a peer out of its parts. If one cannot be made, those below it are closed again. */
export async function createPeer<L extends PeerLink>(parts: Parts<L>): Promise<Peer<L>> {
  const made: { close(): Promise<void> }[] = []
  const keep = <T extends { close(): Promise<void> }>(part: T): T => {
    made.unshift(part)
    return part
  }
  const close = async (): Promise<void> => {
    for (const part of made.splice(0)) await part.close()
  }
  try {
    const link = keep(await parts.link())
    const spread = keep(await parts.spread({ link }))
    const router = keep(await parts.router({ link, spread }))
    const records = keep(await parts.records({ link, spread, router }))
    const services = keep(await parts.services({ link, spread, router, records }))
    await link.open()
    return { link, spread, router, records, services, close }
  } catch (error) {
    await close()
    throw error
  }
}
