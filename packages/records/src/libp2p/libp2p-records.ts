import type { PeerId } from '@libp2p/interface'
import type { Unsubscribe } from '../gossip.ts'
import { meetNeighbours } from '../meeting/meet-neighbours.ts'
import type { MeetOptions } from '../meeting/meetings.ts'
import type { RecordSet, SyncOptions, SyncResult } from '../record-set.ts'
import { libp2pNeighbourhood, type RecordsNode } from './libp2p-neighbourhood.ts'

export interface Libp2pRecords {
  /** Keeps one more set in step, until unsubscribed. One of each kind. */
  add(set: RecordSet): Unsubscribe
  /** Opens a session about one set with a connected peer now, instead of waiting for its turn. */
  sync(peer: PeerId, set: RecordSet, options?: SyncOptions): Promise<SyncResult>
  /** Ends what runs, and begins nothing. The sets stay open. */
  close(): Promise<void>
}

/**
 * Keeps sets in step with those of connected peers: each that connects is met, and one of them every minute. Peers that
 * break the protocol are disconnected.
 */
export async function libp2pRecords(
  node: RecordsNode,
  sets: Iterable<RecordSet> = [],
  options: MeetOptions = {},
): Promise<Libp2pRecords> {
  const neighbourhood = await libp2pNeighbourhood(node)
  const meetings = meetNeighbours(neighbourhood, options)
  for (const set of sets) meetings.add(set)
  return {
    add: (set) => meetings.add(set),
    sync: (peer, set, syncOptions) => meetings.sync(peer.toString(), set, syncOptions),
    async close() {
      meetings.close()
      await neighbourhood.close()
    },
  }
}
