import type { Sighting } from '@hydra/router/simulator'

/** A frame of a stream, as the peer that watches its neighbour sees it: when it sent it, or when it came. */
export interface Moment {
  readonly at: number
  /** From the watched neighbour, or to it. */
  readonly from: boolean
  readonly kind: string
}

/** One stream on one link, seen by one of its ends, which asks whether the other end is the stream's end. */
export interface WatchedStream {
  readonly id: string
  /** The service's key, which everyone on the way sees. */
  readonly service: string
  /** The neighbour that is watched, and who watches it. */
  readonly neighbour: number
  readonly watcher: number
  /** `asker`: the neighbour opened it. `host`: it was opened to the neighbour. */
  readonly side: 'asker' | 'host'
  readonly moments: Moment[]
}

/**
 * Sorts frames into the streams of each link, for the watchers of both roles: guards, who get requests that could be
 * their client's own, and the last peers before a host, who pass on what could end at their neighbour.
 */
export function createStreamWatch(latencyOf: (from: number, to: number) => number) {
  const streams = new Map<string, WatchedStream[]>()
  const all: WatchedStream[] = []
  const origins = new Map<string, number>()

  function open({ from, to, id, frame }: Sighting): void {
    if (frame.kind !== 'open' || id === undefined) return
    if (!origins.has(id)) origins.set(id, from)
    const watched: WatchedStream[] = []
    const service = hexOf(frame.envelope.subarray(0, 32))
    // Only `walk` can be its sender's own, and only `home` can end at who gets it.
    if (frame.label === 'walk') watched.push({ id, service, neighbour: from, watcher: to, side: 'asker', moments: [] })
    if (frame.label === 'home') watched.push({ id, service, neighbour: to, watcher: from, side: 'host', moments: [] })
    streams.set(`${from}>${to} ${frame.channel}`, watched)
    all.push(...watched)
  }

  return {
    onFrame(sighting: Sighting): void {
      const { at, from, to, frame } = sighting
      if (frame.kind === 'open') open(sighting)
      if (!('channel' in frame)) return
      const opener = frame.kind === 'open' || frame.opener
      const key = opener ? `${from}>${to} ${frame.channel}` : `${to}>${from} ${frame.channel}`
      for (const { watcher, moments } of streams.get(key) ?? []) {
        // Of what it sent itself, the watcher knows when; the link's least delay it knows from pings.
        const seenAt = to === watcher ? at - latencyOf(from, to) : at
        moments.push({ at: seenAt, from: to === watcher, kind: frame.kind })
      }
      if (frame.kind === 'reset') streams.delete(key)
    },
    streams: () => all,
    originOf: (id: string) => origins.get(id),
  }
}

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
