import type { Candidate, DiscoverySource, OwnAddresses } from './source.ts'

/** A place in memory where sources of one process find what the others announced. */
export interface Meeting {
  source(): DiscoverySource
}

/** Creates a meeting place; peers whose sources come from the same one find each other. */
export function createMeeting(): Meeting {
  const present = new Map<string, Candidate>()
  const waiting = new Set<(candidate: Candidate) => void>()

  async function* find({ signal }: { signal: AbortSignal }): AsyncIterable<Candidate> {
    const queue = [...present.values()]
    let wake = (): void => {}
    const arrive = (candidate: Candidate): void => {
      queue.push(candidate)
      wake()
    }
    waiting.add(arrive)
    signal.addEventListener('abort', () => wake(), { once: true })
    try {
      while (!signal.aborted) {
        const next = queue.shift()
        if (next) yield next
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      waiting.delete(arrive)
    }
  }

  async function announce(own: OwnAddresses): Promise<void> {
    present.set(own.peerId, own)
    for (const arrive of waiting) arrive(own)
  }

  return { source: () => ({ name: 'memory', find, announce }) }
}
