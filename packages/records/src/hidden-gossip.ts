import type { Gossip, Unsubscribe } from './gossip.ts'

/** What is needed of a router: `@hydra/router`'s fits. */
export interface HiddenPublisher {
  publish(topic: string, bytes: Uint8Array): Promise<void>
  subscribe(topic: string, listener: (bytes: Uint8Array) => void): Unsubscribe
}

/**
 * Pushes by the router: what is new leaves along a stem, and comes to everybody in one stream with all other messages.
 * No neighbour sees who wrote it, or what this peer carries. Those who pass it on cannot judge it, either.
 */
export function hiddenGossip(router: HiddenPublisher): Gossip {
  return {
    hidesOrigin: true,
    publish: (topic, bytes) => router.publish(topic, bytes),
    join(topic, judge) {
      return router.subscribe(topic, (bytes) => {
        // A set that is closing, or out of disk, misses it: reconciliation brings it.
        Promise.resolve(judge(bytes)).catch(() => undefined)
      })
    },
  }
}
