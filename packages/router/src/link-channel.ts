import type { Link, NeighbourId } from './link.ts'

/**
 * Who speaks in a frame: its first byte on the wire. Frames of channels that nobody here listens to are dropped
 * silently, so that a newer peer may open another one.
 */
export const channels = { router: 0, spread: 1 } as const

/**
 * One of several users of a link: sees only frames of its channel, and never the byte that tells them apart.
 * The byte counts: who needs frames of 2,048 bytes on the wire makes them 2,047 long.
 */
export function linkChannel(link: Link, channel: number): Link {
  return {
    neighbours: () => link.neighbours(),
    onChange: (listener) => link.onChange(listener),
    send: (to, frame, options) => link.send(to, tagged(channel, frame), options),
    onFrame: (listener) =>
      link.onFrame((from: NeighbourId, frame: Uint8Array) => {
        if (frame[0] === channel) listener(from, frame.subarray(1))
      }),
    disconnect: (neighbour, reason) => link.disconnect(neighbour, reason),
  }
}

function tagged(channel: number, frame: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(frame.length + 1)
  bytes[0] = channel
  bytes.set(frame, 1)
  return bytes
}
