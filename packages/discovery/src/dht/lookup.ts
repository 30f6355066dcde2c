import type { KadDHT } from '@libp2p/kad-dht'
import { quotaParty } from '../address-group.ts'
import type { Calls } from '../calls.ts'
import { type Clock, deadline, systemClock, type Unsubscribe, wait } from '../clock.ts'
import { createPulse } from '../pulse.ts'
import { createQuotas } from '../quotas.ts'
import { type Random, shuffle, systemRandom } from '../random.ts'
import type { Candidate, DiscoverySource } from '../source.ts'
import { topicKey } from '../topic.ts'
import { providers, topicCid } from './dht.ts'
import {
  decodeFound,
  decodeLookup,
  encodeFound,
  encodeLookup,
  LOOKUP_PROTOCOL,
  MAX_LOOKED_UP,
} from './lookup-message.ts'

export interface LookupOptions {
  calls: Calls
  topic: string
  /** @default 120_000 */
  intervalMs?: number
  clock?: Clock
  random?: Random
}

const ASK_TIMEOUT_MS = 30_000
// Neighbours that keep no table refuse at once; after this many the next round has better odds.
const MAX_ASKED = 4

/** The DHT, through a neighbour: for peers that cannot dial the nodes of the table, such as tabs. */
export function lookup({ calls, topic, intervalMs = 120_000, ...rest }: LookupOptions): DiscoverySource {
  const { clock = systemClock(), random = systemRandom() } = rest
  const question = encodeLookup(topicKey(topic))

  async function ask(peerId: string, signal: AbortSignal): Promise<Candidate[]> {
    const limit = deadline(clock, ASK_TIMEOUT_MS, signal)
    try {
      return decodeFound(await calls.ask(peerId, LOOKUP_PROTOCOL, question, { signal: limit.signal }))
    } catch {
      return []
    } finally {
      limit.done()
    }
  }

  async function* find({ signal }: { signal: AbortSignal }): AsyncIterable<Candidate> {
    const pulse = createPulse()
    const unsubscribe = calls.onChange(() => pulse.beat())
    try {
      while (!signal.aborted) {
        let found = 0
        for (const peerId of shuffle(calls.neighbours(), random).slice(0, MAX_ASKED)) {
          const candidates = signal.aborted ? [] : await ask(peerId, signal)
          found += candidates.length
          yield* candidates
        }
        const pause = (until: AbortSignal) => wait(clock, intervalMs * (0.75 + random() / 2), until)
        // A new neighbour is worth a look only while the old ones know nothing.
        await (found > 0 ? pause(signal) : pulse.next(pause, signal))
      }
    } finally {
      unsubscribe()
    }
  }

  return { name: 'dht-lookup', origin: 'strangers', find }
}

export interface ServeLookupOptions {
  calls: Calls
  dht: Pick<KadDHT, 'findProviders'>
  clock?: Clock
}

// One walk costs this node some twenty messages: few at once, few per neighbour's group.
const MAX_WALKS = 4
const QUOTA = { burst: 4, perSecond: 1 / 30 }
const WALK_TIMEOUT_MS = 8_000

/** Looks up in the DHT for neighbours that cannot. */
export function serveLookup({ calls, dht, clock = systemClock() }: ServeLookupOptions): Promise<Unsubscribe> {
  const quotas = createQuotas(clock, QUOTA)
  let walks = 0
  return calls.answer(LOOKUP_PROTOCOL, async ({ address }, question) => {
    const topic = decodeLookup(question)
    if (walks >= MAX_WALKS || !quotas(quotaParty(address)).take()) return undefined
    walks++
    try {
      return encodeFound(await walk(dht, topic, clock))
    } finally {
      walks--
    }
  })
}

async function walk(dht: Pick<KadDHT, 'findProviders'>, topic: Uint8Array, clock: Clock): Promise<Candidate[]> {
  const life = new AbortController()
  const limit = deadline(clock, WALK_TIMEOUT_MS, life.signal)
  const found: Candidate[] = []
  try {
    for await (const candidate of providers(dht, topicCid(topic), limit.signal)) {
      found.push(candidate)
      if (found.length >= MAX_LOOKED_UP) break
    }
  } finally {
    limit.done()
  }
  return found
}
