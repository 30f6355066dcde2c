import { quotaParty } from './address-group.ts'
import type { Calls } from './calls.ts'
import { type Clock, deadline, systemClock, type Unsubscribe, wait } from './clock.ts'
import {
  decodeExchangeAnswer,
  decodeExchangeQuestion,
  encodeExchangeAnswer,
  encodeExchangeQuestion,
  EXCHANGE_PROTOCOL,
  MAX_EXCHANGED,
} from './exchange-message.ts'
import { InvalidMessageError } from './errors.ts'
import { createPulse } from './pulse.ts'
import { createQuotas } from './quotas.ts'
import { type Random, shuffle, systemRandom } from './random.ts'
import { candidateOf } from './signed-record.ts'
import { type Candidate, type DiscoverySource, NOBODY } from './source.ts'
import { createTokenBucket } from './token-bucket.ts'

export interface ExchangeOptions {
  calls: Calls
  /**
   * How often some neighbour is asked; one that is new is asked at once.
   * @default 60_000
   */
  intervalMs?: number
  clock?: Clock
  random?: Random
}

const TIMEOUT_MS = 10_000

/** Peers that neighbours know: one neighbour after another is asked for a few signed records. */
export function exchange(options: ExchangeOptions): DiscoverySource {
  const { calls, intervalMs = 60_000, clock = systemClock(), random = systemRandom() } = options

  async function ask(peerId: string, signal: AbortSignal): Promise<Candidate[]> {
    const limit = deadline(clock, TIMEOUT_MS, signal)
    try {
      const question = encodeExchangeQuestion(MAX_EXCHANGED)
      const answer = await calls.ask(peerId, EXCHANGE_PROTOCOL, question, { signal: limit.signal })
      return decodeExchangeAnswer(answer).map(candidateOf)
    } catch (error) {
      // A neighbour that does not answer, or answers nonsense, is no reason to stop: the next one is asked.
      return error instanceof InvalidMessageError ? [NOBODY] : []
    } finally {
      limit.done()
    }
  }

  async function* find({ signal }: { signal: AbortSignal }): AsyncIterable<Candidate> {
    const pulse = createPulse()
    const unsubscribe = calls.onChange(() => pulse.beat())
    let asked = new Set<string>()
    try {
      while (!signal.aborted) {
        const neighbours = [...calls.neighbours()]
        asked = new Set(neighbours.filter((peerId) => asked.has(peerId)))
        const next = neighbours.find((peerId) => !asked.has(peerId))
        if (next !== undefined) {
          asked.add(next)
          yield* await ask(next, signal)
          continue
        }
        await pulse.next(async (until) => {
          await wait(clock, intervalMs * (0.75 + random() / 2), until)
          const [again] = until.aborted ? [] : shuffle(asked, random)
          if (again !== undefined) asked.delete(again)
        }, signal)
      }
    } finally {
      unsubscribe()
    }
  }

  return { name: 'exchange', origin: 'strangers', find }
}

export interface ServeExchangeOptions {
  calls: Calls
  /** The few records that this asker may be shown; `Discovery.sample` is made for it. */
  sample: (asker: string, want: number) => readonly Uint8Array[]
  clock?: Clock
}

// Ten neighbours of one group at once, then one a second: a mesh asks each of its neighbours once a minute or less.
const QUOTA = { burst: 10, perSecond: 1 }
// Drawing a sample out of a full book takes some 10 ms: all askers together get a tenth of a processor.
const TOTAL = { burst: 50, perSecond: 10 }

/** Answers neighbours that ask for a few signed records. */
export function serveExchange({ calls, sample, clock = systemClock() }: ServeExchangeOptions): Promise<Unsubscribe> {
  const quotas = createQuotas(clock, QUOTA)
  const total = createTokenBucket(clock, TOTAL)
  return calls.answer(EXCHANGE_PROTOCOL, async ({ peerId, address }, question) => {
    if (!quotas(quotaParty(address)).take() || !total.take()) return undefined
    return encodeExchangeAnswer(sample(peerId, decodeExchangeQuestion(question)))
  })
}
