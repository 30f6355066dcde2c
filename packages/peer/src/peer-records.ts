import { type Gossip, hiddenGossip, type HiddenPublisher, type RecordSet, type Unsubscribe } from '@hydra/records'

/** How record sets of this peer meet those of others. */
export interface PeerRecords {
  /** Pushes new records, hidden: for `createRecordSet`, and whatever makes a set of its own. */
  readonly gossip: Gossip
  /** Keeps a set in step with those of the neighbours, until unsubscribed. One set of each kind. */
  add(set: RecordSet): Unsubscribe
  close(): Promise<void>
}

/** Pushes by the router, and pulls from neighbours. */
export function peerRecords(router: HiddenPublisher, pulled: Pick<PeerRecords, 'add' | 'close'>): PeerRecords {
  return { gossip: hiddenGossip(router), add: (set) => pulled.add(set), close: () => pulled.close() }
}
