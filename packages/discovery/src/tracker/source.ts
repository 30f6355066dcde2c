import { exponentialBackOff } from '../back-off.ts'
import { type Clock, deadline, systemClock, wait } from '../clock.ts'
import { TrackerError } from '../errors.ts'
import { createPulse } from '../pulse.ts'
import { type Random, systemRandom } from '../random.ts'
import { candidateOf } from '../signed-record.ts'
import type { Candidate, DiscoverySource, OwnAddresses } from '../source.ts'
import { topicKey } from '../topic.ts'
import type { AskTracker } from './ask.ts'
import { decodeAnswer, encodeQuestion, MAX_WANTED } from './message.ts'

export interface TrackerSourceOptions {
  /** Peers that name the same topic find each other. */
  topic: string
  ask: AskTracker
  /** @default 'tracker' */
  name?: string
  /**
   * Not asked more often than this, whatever the tracker says.
   * @default 15_000
   */
  minIntervalMs?: number
  clock?: Clock
  random?: Random
}

// A tracker that says "come back in a week" must not silence us, nor one that hangs.
const MAX_INTERVAL_MS = 600_000
const TIMEOUT_MS = 20_000

/** Peers of a topic, from a tracker; this peer's own record goes along once it is announced. */
export function tracker(options: TrackerSourceOptions): DiscoverySource {
  const { ask, name = 'tracker', minIntervalMs = 15_000, clock = systemClock(), random = systemRandom() } = options
  const topic = topicKey(options.topic)
  const backOff = exponentialBackOff(minIntervalMs, MAX_INTERVAL_MS, random)
  const pulse = createPulse()
  let own: Uint8Array | undefined

  async function round(signal: AbortSignal): Promise<{ found: Candidate[]; retryMs: number }> {
    const limit = deadline(clock, TIMEOUT_MS, signal)
    try {
      const question = { topic, want: MAX_WANTED, ...(own ? { record: own } : {}) }
      const answer = decodeAnswer(await ask(encodeQuestion(question), { signal: limit.signal }))
      const retryMs = Math.min(MAX_INTERVAL_MS, Math.max(minIntervalMs, answer.retryS * 1000))
      if ('refused' in answer) throw new TrackerError(`it refused (${answer.refused})`)
      return { found: answer.records.map(candidateOf), retryMs }
    } finally {
      limit.done()
    }
  }

  async function* find({ signal }: { signal: AbortSignal }): AsyncIterable<Candidate> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        const { found, retryMs } = await round(signal)
        failures = 0
        yield* found
        // An announcement that arrives meanwhile is told at once: others wait for it.
        await pulse.next((until) => wait(clock, retryMs * (0.75 + random() / 2), until), signal)
      } catch (error) {
        if (signal.aborted) return
        failures++
        if (failures === FAILURES_BEFORE_SAYING_SO) throw error
        await wait(clock, backOff.delayMs(failures), signal)
      }
    }
  }

  async function announce({ signedRecord }: OwnAddresses): Promise<void> {
    own = signedRecord
    pulse.beat()
  }

  return { name, origin: 'strangers', find, announce }
}

// The runner then shows the reason, and starts again with delays of its own.
const FAILURES_BEFORE_SAYING_SO = 3
