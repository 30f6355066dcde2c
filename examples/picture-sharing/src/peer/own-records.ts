import type { PeerRecords } from '@hydra/peer'
import type { NetworkLink } from '@hydra/peer/browser'
import { hiddenGossip, type RecordSet } from '@hydra/records'
import { libp2pRecords } from '@hydra/records/libp2p'
import type { Router } from '@hydra/router'

interface Below {
  readonly link: NetworkLink
  readonly router: Router
}

export interface OwnRecords {
  readonly records: PeerRecords
  /** Asks everybody who is connected for what is missing here, now: somebody was followed and their past is wanted. */
  fetchMissing(set: RecordSet): void
}

/** Records as `browserPeer` makes them, but with a hand on when neighbours are asked. */
export async function openRecords({ link, router }: Below): Promise<OwnRecords> {
  const meetings = await libp2pRecords(link.node)
  return {
    records: { gossip: hiddenGossip(router), add: (set) => meetings.add(set), close: () => meetings.close() },
    fetchMissing(set) {
      // Who does not answer is met again in a minute.
      for (const id of link.node.getPeers()) void meetings.sync(id, set).catch(() => undefined)
    },
  }
}
