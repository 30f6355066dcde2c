import type { Unsubscribe } from './clock.ts'
import { createInbox } from './inbox.ts'
import type { Candidate, DiscoverySource, OwnAddresses } from './source.ts'

/** A place in memory where sources of one process find what the others announced. */
export interface Meeting {
  source(): DiscoverySource
}

// A meeting is for one process: more peers than this do not fit into one.
const MAX_WAITING = 10_000

/** Creates a meeting place; peers whose sources come from the same one find each other. */
export function createMeeting(): Meeting {
  const present = new Map<string, Candidate>()
  const waiting = new Set<(candidate: Candidate) => void>()

  function listen(arrive: (candidate: Candidate) => void): Unsubscribe {
    waiting.add(arrive)
    return () => waiting.delete(arrive)
  }

  async function* find({ signal }: { signal: AbortSignal }): AsyncIterable<Candidate> {
    const inbox = createInbox<Candidate>(MAX_WAITING, signal)
    for (const candidate of present.values()) inbox.push(candidate)
    const leave = listen((candidate) => void inbox.push(candidate))
    try {
      yield* inbox
    } finally {
      leave()
    }
  }

  async function announce(own: OwnAddresses): Promise<void> {
    present.set(own.peerId, own)
    for (const arrive of waiting) arrive(own)
  }

  return { source: () => ({ name: 'memory', origin: 'user', find, announce }) }
}
