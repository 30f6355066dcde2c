/**
 * Introduces peers of one topic to each other, over HTTP and over connections that exist. Every node answers as one.
 *
 * ```ts
 * import { createTracker, overHttp, tracker, trackerHandler } from '@hydra/discovery/tracker'
 * const handler = trackerHandler(createTracker())
 * const source = tracker({ topic: 'pictures', ask: overHttp('https://node.example/tracker') })
 * ```
 *
 * @packageDocumentation
 */
export { overCalls, overHttp, serveTracker } from './ask.ts'
export type { AskTracker } from './ask.ts'
export { trackerHandler } from './handler.ts'
export type { TrackerHandlerOptions } from './handler.ts'
export { tracker } from './source.ts'
export type { TrackerSourceOptions } from './source.ts'
export { createTracker } from './tracker.ts'
export type { Asker, Tracker, TrackerOptions } from './tracker.ts'
