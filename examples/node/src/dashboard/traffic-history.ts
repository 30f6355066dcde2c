import type { Traffic } from '@hydra/peer'
import type { TrafficSample } from './feed-event.ts'

// A page that is opened sees the last hour. Each sample is a few bytes, and takes no time that an idle node would miss.
const EVERY_MS = 10_000
const MOST = 360

/** What went over the connections lately, for whoever comes to look. */
export interface TrafficHistory {
  samples(): readonly TrafficSample[]
  close(): void
}

/** Looks at a counter now and then, and keeps what it was. */
export function keepTraffic(traffic: () => Traffic, now: () => number = Date.now): TrafficHistory {
  const kept: TrafficSample[] = []
  const look = (): void => {
    kept.push({ atMs: now(), ...traffic() })
    if (kept.length > MOST) kept.shift()
  }
  look()
  const timer = setInterval(look, EVERY_MS)
  timer.unref()
  return { samples: () => kept, close: () => clearInterval(timer) }
}
