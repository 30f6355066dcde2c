import type { KadDHT } from '@libp2p/kad-dht'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { create as createDigest } from 'multiformats/hashes/digest'
import { type Clock, systemClock, wait } from '../clock.ts'
import { createPulse } from '../pulse.ts'
import { type Random, systemRandom } from '../random.ts'
import type { Candidate, DiscoverySource } from '../source.ts'
import { topicKey } from '../topic.ts'

export interface DhtOptions {
  /** The service that `kad()` made. */
  dht: Pick<KadDHT, 'findProviders' | 'provide'>
  /** Peers that name the same topic find each other. */
  topic: string
  /**
   * How often the table is asked.
   * @default 120_000
   */
  intervalMs?: number
  clock?: Clock
  random?: Random
}

const SHA2_256 = 0x12
// A walk ends by itself; the table may hold more providers than anyone can use.
const MAX_FOUND = 64

/** Peers that say in the DHT that they belong to a topic; this peer says so too. */
export function dht({ dht, topic, intervalMs = 120_000, ...rest }: DhtOptions): DiscoverySource {
  const { clock = systemClock(), random = systemRandom() } = rest
  const key = topicCid(topicKey(topic))
  const pulse = createPulse()

  async function* find({ signal }: { signal: AbortSignal }): AsyncIterable<Candidate> {
    while (!signal.aborted) {
      yield* providers(dht, key, signal)
      await pulse.next((until) => wait(clock, intervalMs * (0.75 + random() / 2), until), signal)
    }
  }

  return {
    name: 'dht',
    origin: 'strangers',
    find,
    async announce(_own, { signal }) {
      for await (const event of dht.provide(key, { signal })) if (event.name === 'QUERY_ERROR') continue
      pulse.beat()
    },
  }
}

/** Walks the table once, for whoever says to have this key. A walk that fails has found what it had found. */
export async function* providers(
  dht: Pick<KadDHT, 'findProviders'>,
  key: CID,
  signal: AbortSignal,
): AsyncIterable<Candidate> {
  const seen = new Set<string>()
  try {
    for await (const event of dht.findProviders(key, { signal })) {
      if (event.name !== 'PROVIDER') continue
      for (const { id, multiaddrs } of event.providers) {
        const peerId = id.toString()
        if (seen.size >= MAX_FOUND) return
        if (seen.has(peerId)) continue
        seen.add(peerId)
        yield { peerId, addresses: multiaddrs.map((address) => address.toString()) }
      }
    }
  } catch {
    // The table is empty, or nobody in it answers: there is another round.
  }
}

/** A topic as the DHT wants it: a CID over its hash. */
export function topicCid(topic: Uint8Array): CID {
  return CID.createV1(raw.code, createDigest(SHA2_256, topic))
}
