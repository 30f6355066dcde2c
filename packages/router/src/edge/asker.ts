import type { PublicKey } from '@hydra/identity'
import { limits } from '../core/limits.ts'
import { ClosedError } from '../errors.ts'
import type { Answer, Body, RequestOptions } from '../router.ts'
import { Asking, type AskingOptions } from './asking.ts'
import { createTurns } from './turns.ts'

/** Streams that are kept open for a while after their answer. Ending the oldest for a new one still ends none at once. */
const MAX_LINGERING = 32

/**
 * Tries that wait for their answer at once. Each takes this machine some milliseconds: were there more than it can do
 * within the time that a try is given, all would be tried again, and none be answered. Half as many as a neighbour lets
 * through, for the other half may be on the way back over the same link; fewer where others fill it.
 */
const WAITING = { most: limits.streamsPerNeighbour / 2, least: 4 }

/** This peer's own requests. */
export interface Asker {
  request(service: PublicKey, body: Body, options: RequestOptions): Promise<Answer>
  close(): void
}

export function createAsker(given: Omit<AskingOptions, 'turns'>): Asker {
  const options = { ...given, turns: createTurns(WAITING) }
  const running = new Set<Asking>()

  function makeRoom(): void {
    const lingering = [...running].filter(({ isLingering }) => isLingering)
    if (lingering.length >= MAX_LINGERING) lingering[0]?.leave()
  }

  return {
    async request(service, body, { signal, ...rest }) {
      signal?.throwIfAborted()
      const asking = new Asking(options, service, rest)
      const onAbort = () => asking.stop(signal?.reason)
      signal?.addEventListener('abort', onAbort, { once: true })
      makeRoom()
      running.add(asking)
      void asking.over.then(() => {
        running.delete(asking)
        signal?.removeEventListener('abort', onAbort)
      })
      return asking.start(body)
    },
    close() {
      for (const asking of running) {
        asking.stop(new ClosedError('router'))
        asking.leave()
      }
    },
  }
}
