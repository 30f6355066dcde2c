import type { Libp2p, PeerId, Stream } from '@libp2p/interface'
import type { RecordSet, SyncOptions, SyncResult } from '../record-set.ts'
import { answerAny } from '../sync/answer-any.ts'
import { libp2pByteStream } from './libp2p-byte-stream.ts'

export const RECORDS_PROTOCOL = '/hydra/records/1.0.0'

// A connection carries a few sets; a peer that opens more at once is after our time.
const MAX_STREAMS = 16

// A peer that says nothing for so long keeps a session from others.
const IDLE_MS = 30_000

/** What is needed of a libp2p node. */
export type RecordsNode = Pick<Libp2p, 'dialProtocol' | 'handle' | 'unhandle'>

export interface Libp2pRecords {
  /** Opens a session about one set with a peer. */
  sync(peer: PeerId, set: RecordSet, options?: SyncOptions): Promise<SyncResult>
  /** Answers no more; sessions that run are ended. The sets stay open. */
  close(): Promise<void>
}

/** Answers connected peers that ask for any of the sets, and asks them. Sets may be added to while this runs. */
export async function libp2pRecords(node: RecordsNode, sets: Iterable<RecordSet>): Promise<Libp2pRecords> {
  const closing = new AbortController()
  const answer = (stream: Stream): void => {
    stream.inactivityTimeout = IDLE_MS
    // What went wrong in a session is the peer's doing, and is told to it by the end of the stream.
    answerAny(libp2pByteStream(stream), sets, { signal: closing.signal }).catch((error: unknown) => {
      stream.abort(error instanceof Error ? error : new Error('The session failed.'))
    })
  }
  await node.handle(RECORDS_PROTOCOL, answer, { maxInboundStreams: MAX_STREAMS, runOnLimitedConnection: true })
  return {
    async sync(peer, set, options = {}) {
      const signal = AbortSignal.any([closing.signal, ...(options.signal === undefined ? [] : [options.signal])])
      const stream = await node.dialProtocol(peer, RECORDS_PROTOCOL, { signal, runOnLimitedConnection: true })
      return set.sync(libp2pByteStream(stream), { ...options, signal })
    },
    async close() {
      closing.abort(new Error('Records are no longer served.'))
      await node.unhandle(RECORDS_PROTOCOL)
    },
  }
}
