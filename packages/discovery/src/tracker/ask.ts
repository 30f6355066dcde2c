import type { Calls } from '../calls.ts'
import type { Unsubscribe } from '../clock.ts'
import { quotaParty } from '../address-group.ts'
import { TrackerError } from '../errors.ts'
import { readBounded } from '../read-bounded.ts'
import { encodeAnswer, MAX_ANSWER_BYTES, TRACKER_PROTOCOL } from './message.ts'
import type { Tracker } from './tracker.ts'

/** Takes a question to a tracker, and brings its answer. */
export type AskTracker = (question: Uint8Array, options: { signal: AbortSignal }) => Promise<Uint8Array>

/** Asks a tracker by HTTP. */
export function overHttp(url: string, options: { fetch?: typeof fetch } = {}): AskTracker {
  const { fetch: send = (...args: Parameters<typeof fetch>) => fetch(...args) } = options
  return async (question, { signal }) => {
    const headers = { 'content-type': 'application/cbor' }
    const body = new Uint8Array(question)
    const response = await send(url, { method: 'POST', headers, body, credentials: 'omit', redirect: 'error', signal })
    // A tracker's refusal comes with a body of its own; a proxy's error page does not.
    if (response.headers.get('content-type') !== 'application/cbor') {
      await response.body?.cancel()
      throw new TrackerError(`${url} answered ${response.status}, and not as a tracker`)
    }
    return readBounded(response, MAX_ANSWER_BYTES)
  }
}

/** Asks connected neighbours, one after another, until one answers: every node is a tracker. */
export function overCalls(calls: Calls): AskTracker {
  return async (question, { signal }) => {
    let problem: unknown
    for (const peerId of [...calls.neighbours()].slice(0, MAX_ASKED)) {
      signal.throwIfAborted()
      try {
        return await calls.ask(peerId, TRACKER_PROTOCOL, question, { signal })
      } catch (error) {
        problem = error
      }
    }
    throw new TrackerError('no neighbour answered', { cause: problem })
  }
}

// Neighbours that are no nodes refuse at once; after this many the next round has better odds.
const MAX_ASKED = 8

/** Answers neighbours' questions to a tracker. */
export function serveTracker(calls: Calls, tracker: Tracker): Promise<Unsubscribe> {
  return calls.answer(TRACKER_PROTOCOL, async ({ peerId, address }, question) =>
    encodeAnswer(await tracker.answer(question, { party: quotaParty(address), peerId })),
  )
}
