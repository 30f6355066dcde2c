import type { CID } from 'multiformats/cid'
import type { BlockSource, Provider } from '../block-source.ts'
import type { BlockStore } from '../block-store.ts'
import { type Clock, systemClock } from '../clock.ts'
import { laterAsker } from './later-asker.ts'
import type { ByteStream } from './byte-stream.ts'
import { createUploads } from './uploads.ts'

/** Peers that speak the swarm's protocol, and how to reach them. */
export interface SwarmNetwork {
  /** Whoever may hold something below a root. Ends when nobody more is known for now. */
  peers(root: CID, options: { signal: AbortSignal }): AsyncIterable<string> | Iterable<string>
  open(peer: string, options: { signal: AbortSignal }): Promise<ByteStream>
  /** Hears of each stream that a peer opens. */
  onStream(listener: (peer: string, stream: ByteStream) => void): () => void | Promise<void>
  /** Tells the network that what lies below a root is here. */
  provide(root: CID, options: { signal: AbortSignal }): Promise<void>
  withdraw(root: CID, options: { signal: AbortSignal }): Promise<void>
}

export interface SwarmOptions {
  /** What is served to others, and where reading looks first: the same store as that of `createFiles`. */
  blocks: BlockStore
  network: SwarmNetwork
  /** Blocks sent at once, over all peers. @default 32 */
  uploadSlots?: number
  /** @default no limit */
  maxUploadBytesPerSecond?: number
  /** @default the system's */
  clock?: Clock
}

/** Gets blocks from many peers at once, and serves them. */
export interface Swarm extends BlockSource {
  close(): Promise<void>
}

// Peers with an open line: as many as a node has connections.
const MAX_ASKERS = 256
// Streams of one peer that are answered at once: its own, and one more while a broken one is noticed.
const MAX_STREAMS_PER_PEER = 4

export function createSwarm({
  blocks,
  network,
  uploadSlots = 32,
  maxUploadBytesPerSecond,
  clock = systemClock,
}: SwarmOptions): Swarm {
  const closing = new AbortController()
  const { signal } = closing
  const uploads = createUploads(clock, { slots: uploadSlots, bytesPerSecond: maxUploadBytesPerSecond })
  const askers = new Map<string, Provider & { close(): void }>()
  const answering = new Map<string, number>()

  function answer(peer: string, stream: ByteStream): void {
    const running = answering.get(peer) ?? 0
    if (signal.aborted || running === MAX_STREAMS_PER_PEER) {
      stream.abort(new Error('No more streams are answered.'))
      return
    }
    answering.set(peer, running + 1)
    // It reads the blocks that it sends: loaded for the first who asks.
    import('./answerer.ts')
      .then(({ answerPeer }) => answerPeer(stream, { store: blocks, uploads, signal }))
      // What went wrong is told to the peer by the end of the stream.
      .catch((error: unknown) => stream.abort(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        const left = (answering.get(peer) ?? 1) - 1
        if (left === 0) answering.delete(peer)
        else answering.set(peer, left)
      })
  }

  function askerOf(peer: string): Provider {
    const known = askers.get(peer)
    if (known) return known
    const asker = laterAsker(peer, (options) => network.open(peer, options), signal)
    askers.set(peer, asker)
    const [oldest] = askers
    if (askers.size > MAX_ASKERS && oldest) {
      oldest[1].close()
      askers.delete(oldest[0])
    }
    return asker
  }

  const stop = network.onStream(answer)
  return {
    name: 'swarm',
    privacy: 'direct',
    async *providers(root, options) {
      for await (const peer of network.peers(root, options)) yield askerOf(peer)
    },
    provide: (root, options) => network.provide(root, { signal: AbortSignal.any([signal, options.signal]) }),
    withdraw: (root, options) => network.withdraw(root, { signal: AbortSignal.any([signal, options.signal]) }),
    async close() {
      closing.abort(new Error('The swarm is closed.'))
      for (const asker of askers.values()) asker.close()
      await stop()
    },
  }
}
