import { type BackOff, exponentialBackOff } from './back-off.ts'
import type { Refusal } from './candidate.ts'
import { type Clock, deadline, wait } from './clock.ts'
import { messageOf } from './error-message.ts'
import type { SourceExplanation } from './explanation.ts'
import type { Random } from './random.ts'
import type { Candidate, DiscoverySource, OwnAddresses } from './source.ts'
import { createTokenBucket } from './token-bucket.ts'

/** Runs one source: pulls what it finds, no faster than is good for this peer, and starts it again when it fails. */
export interface SourceRunner {
  /** Never rejects: what went wrong stands in the explanation. */
  announce(own: OwnAddresses): Promise<void>
  explain(): SourceExplanation
}

export interface SourceRunnerOptions {
  /** Takes in what was found; calls `refuse` with the reason for whatever it does not use. */
  admit(candidate: Candidate, source: DiscoverySource, refuse: (reason: Refusal) => void): Promise<void>
  clock: Clock
  random: Random
  signal: AbortSignal
}

// A candidate may cost the check of a signature: a flood of them waits in the source, not in this peer's processor.
const INTAKE = { burst: 256, perSecond: 20 }
// A walk through a DHT takes seconds; a minute is a source that hangs.
const ANNOUNCE_TIMEOUT_MS = 60_000
const FIRST_RESTART_MS = 5_000
const LONGEST_RESTART_MS = 600_000

/** Starts a source, until the signal aborts. */
export function runSource(source: DiscoverySource, options: SourceRunnerOptions): SourceRunner {
  const { clock, random, signal } = options
  const refused: Partial<Record<Refusal, number>> = {}
  const status: Status = { state: 'running', found: 0, announced: false }
  const backOff = exponentialBackOff(FIRST_RESTART_MS, LONGEST_RESTART_MS, random)
  const intake = createTokenBucket(clock, INTAKE)
  const refuse = (reason: Refusal): void => {
    refused[reason] = (refused[reason] ?? 0) + 1
  }

  async function take(candidate: Candidate): Promise<void> {
    while (!intake.take() && !signal.aborted) await wait(clock, intake.untilNextMs(), signal)
    if (signal.aborted) return
    status.found++
    await options.admit(candidate, source, refuse)
  }

  void keepFinding(source, take, status, { backOff, clock, signal })
  return {
    async announce(own) {
      if (!source.announce) return
      const limit = deadline(clock, ANNOUNCE_TIMEOUT_MS, signal)
      try {
        await source.announce(own, { signal: limit.signal })
        status.announced = true
      } catch (error) {
        status.announced = false
        if (!signal.aborted) status.lastError = messageOf(error)
      } finally {
        limit.done()
      }
    },
    explain: () => ({ name: source.name, ...status, refused: { ...refused } }),
  }
}

interface Status {
  state: SourceExplanation['state']
  found: number
  announced: boolean
  lastError?: string
}

async function keepFinding(
  source: DiscoverySource,
  take: (candidate: Candidate) => Promise<void>,
  status: Status,
  { backOff, clock, signal }: { backOff: BackOff; clock: Clock; signal: AbortSignal },
): Promise<void> {
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      status.state = 'running'
      for await (const candidate of untilAborted(source.find({ signal }), signal)) await take(candidate)
      status.state = 'ended'
      return
    } catch (error) {
      if (signal.aborted) return
      status.state = 'failed'
      status.lastError = messageOf(error)
      await wait(clock, backOff.delayMs(failures), signal)
    }
  }
}

// A source that does not listen to its signal must not keep this peer from closing.
async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  const iterator = items[Symbol.asyncIterator]()
  const { promise: aborted, resolve } = Promise.withResolvers<{ done: true; value: undefined }>()
  const onAbort = (): void => resolve({ done: true, value: undefined })
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    while (!signal.aborted) {
      const next = await Promise.race([iterator.next(), aborted])
      if (next.done) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    iterator.return?.().catch(() => {})
  }
}
