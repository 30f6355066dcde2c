import type { FeedEvent } from '@hydra/node/feed'
import { serverEvents } from './lines-of.ts'

export type Liveness = 'live' | 'waiting' | 'gone' | 'refused'

interface Ears {
  readonly onEvent: (event: FeedEvent) => void
  readonly onLiveness: (state: Liveness) => void
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 2_000

/** Hears what the node does, and comes back after it was away. Ends where the node refuses the token. */
export async function watch(token: string, { onEvent, onLiveness }: Ears, signal: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS
  while (!signal.aborted) {
    try {
      const response = await fetch('feed', { headers: { authorization: `Bearer ${token}` }, signal, cache: 'no-store' })
      if (response.status === 401) return onLiveness('refused')
      if (!response.ok || response.body === null) throw new Error(await response.text())
      for await (const { event, data } of serverEvents(response.body)) {
        onLiveness('live')
        pauseMs = FIRST_PAUSE_MS
        onEvent({ event, data: JSON.parse(data) as unknown } as FeedEvent)
      }
    } catch {
      if (signal.aborted) return
    }
    onLiveness('gone')
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)
  }
}
