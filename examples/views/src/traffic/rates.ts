import type { TrafficSample } from '../scene.ts'

/** Bytes a second between each sample and the one before it, as columns: seconds, sent, received. */
export function ratesOf(samples: readonly TrafficSample[]): [number[], number[], number[]] {
  const [times, sent, received]: [number[], number[], number[]] = [[], [], []]
  for (let at = 1; at < samples.length; at++) {
    const [before, now] = [samples[at - 1] as TrafficSample, samples[at] as TrafficSample]
    const seconds = (now.atMs - before.atMs) / 1000
    if (seconds <= 0) continue
    times.push(now.atMs / 1000)
    // Counters begin anew with a node.
    sent.push(Math.max(0, now.sentBytes - before.sentBytes) / seconds)
    received.push(Math.max(0, now.receivedBytes - before.receivedBytes) / seconds)
  }
  return [times, sent, received]
}
