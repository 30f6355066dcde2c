import type { Link, NeighbourId } from '@hydra/router'

/** Bytes of a router's frame on a link that attackers write and change by hand: PROTOCOL.md, section 2. */
const KIND = 1
export const OPEN = 0
export const REPLY = 1
export const RESET = 4
const STEM = 5
const RANK = 10
const LABEL = 2
export const labels = { walk: 0, near: 1, last: 2, trail: 3, home: 4 } as const
const ROUTER = 0
const RANK_AT = 10
const OPEN_CHANNEL = 3
const STREAM_CHANNEL = 2
const SIDE = 6
const SERVICE = 7

export const isKind = (frame: Uint8Array, kind: number): boolean => frame[0] === ROUTER && frame[KIND] === kind

export const openChannel = (frame: Uint8Array): number => viewOf(frame).getUint32(OPEN_CHANNEL)
export const streamChannel = (frame: Uint8Array): number => viewOf(frame).getUint32(STREAM_CHANNEL)

/** A request with another label and channel. */
export function openAs(frame: Uint8Array, label: keyof typeof labels, channel: number): Uint8Array {
  const bytes = frame.slice()
  bytes[LABEL] = labels[label]
  viewOf(bytes).setUint32(OPEN_CHANNEL, channel)
  return bytes
}

/** A request, of the envelope that was seen on its way. */
export function openOf(envelope: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(SERVICE + envelope.length)
  bytes.set(envelope, SERVICE)
  return bytes
}

/** An announcement on its stem. */
export function stemOf(payload: Uint8Array, label: 'walk' | 'near' | 'last'): Uint8Array {
  const bytes = new Uint8Array(512)
  bytes[KIND] = STEM
  bytes[LABEL] = labels[label]
  viewOf(bytes).setUint16(4, payload.length)
  bytes.set(payload, 6)
  return bytes
}

/** Ends a stream that we opened. */
export function endOf(channel: number): Uint8Array {
  const bytes = new Uint8Array(24)
  bytes[KIND] = RESET
  viewOf(bytes).setUint32(STREAM_CHANNEL, channel)
  bytes[SIDE] = 1
  return bytes
}

/** A peer that claims to be where every announcement's stem ended. */
export function claimsToBeNearest(link: Link): Link {
  return changing(link, (frame) => {
    if (!isKind(frame, RANK)) return frame
    const bytes = frame.slice()
    bytes[RANK_AT] = 0
    return bytes
  })
}

function changing(link: Link, change: (frame: Uint8Array) => Uint8Array): Link {
  return { ...bound(link), send: (to, frame, options) => link.send(to, change(frame), options) }
}

/**
 * The control: a host that answers whoever asks. Requests of strangers are given to its router as if its guard had
 * brought them home, and what it answers goes to the strangers.
 */
export function answersAnyone(
  link: Link,
  service: () => Uint8Array | undefined,
  guard: () => NeighbourId | undefined,
): Link {
  const strangers = new Map<number, { from: NeighbourId; channel: number }>()
  const aliases = new Map<string, number>()
  let next = 2 ** 31

  function received(from: NeighbourId, frame: Uint8Array): [NeighbourId, Uint8Array] {
    const to = guard()
    if (to === undefined || frame[0] !== ROUTER) return [from, frame]
    if (isKind(frame, OPEN) && frame[LABEL] === labels.trail && isFor(frame, service())) {
      const alias = next++
      strangers.set(alias, { from, channel: openChannel(frame) })
      aliases.set(`${from} ${openChannel(frame)}`, alias)
      return [to, openAs(frame, 'home', alias)]
    }
    const alias = isStream(frame) && frame[SIDE] === 1 ? aliases.get(`${from} ${streamChannel(frame)}`) : undefined
    return alias === undefined ? [from, frame] : [to, withChannel(frame, alias)]
  }

  return {
    ...bound(link),
    onFrame: (listener) => link.onFrame((from, frame) => listener(...received(from, frame))),
    send(to, frame, options) {
      const stranger = isStream(frame) && frame[SIDE] === 0 ? strangers.get(streamChannel(frame)) : undefined
      if (!stranger || to !== guard()) return link.send(to, frame, options)
      return link.send(stranger.from, withChannel(frame, stranger.channel), options)
    },
  }
}

const isStream = (frame: Uint8Array): boolean =>
  frame[0] === ROUTER && (frame[KIND] ?? 0) >= REPLY && (frame[KIND] ?? 0) <= RESET

function isFor(frame: Uint8Array, service: Uint8Array | undefined): boolean {
  return service !== undefined && service.every((byte, index) => frame[SERVICE + index] === byte)
}

function withChannel(frame: Uint8Array, channel: number): Uint8Array {
  const bytes = frame.slice()
  viewOf(bytes).setUint32(STREAM_CHANNEL, channel)
  return bytes
}

function bound(link: Link): Link {
  return {
    neighbours: () => link.neighbours(),
    onChange: (listener) => link.onChange(listener),
    onFrame: (listener) => link.onFrame(listener),
    send: (to, frame, options) => link.send(to, frame, options),
    disconnect: (neighbour, reason) => link.disconnect(neighbour, reason),
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
