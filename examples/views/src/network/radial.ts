import type { NetworkPeer } from '../scene.ts'
import { hueOf } from '../words.ts'

/** A peer, and where it stands. */
export interface Spot {
  readonly peer: NetworkPeer
  readonly x: number
  readonly y: number
  readonly angle: number
  readonly isConnected: boolean
}

export interface Radial {
  readonly centre: { readonly x: number; readonly y: number }
  readonly spots: readonly Spot[]
  /** How far out a round trip is drawn, as a part of the whole. */
  readonly rings: readonly { readonly ms: number; readonly rx: number; readonly ry: number }[]
  /** Who stands there, and is not drawn. */
  readonly left: { readonly connected: number; readonly others: number }
}

interface Space {
  readonly width: number
  readonly height: number
  /** More than these nobody tells apart. */
  readonly maxConnected?: number
  readonly maxOthers?: number
}

const RINGS_MS = [3, 30, 300]
const NEAREST_MS = 0.5
const FARTHEST_MS = 1_500
const [INNERMOST, OUTERMOST, RIM] = [0.46, 0.86, 1]

/**
 * Places peers around oneself: the longer its round trip, the farther out a neighbour stands; those that are not
 * connected stand on the rim. A peer keeps its side, whoever else comes and goes.
 */
export function radialLayout(peers: readonly NetworkPeer[], space: Space): Radial {
  const { width, height, maxConnected = 48, maxOthers = 32 } = space
  const [rx, ry] = [Math.max(40, width / 2 - 34), Math.max(40, height / 2 - 30)]
  const centre = { x: width / 2, y: height / 2 }
  const connected = peers.filter(({ state }) => state === 'connected')
  const others = peers.filter(({ state }) => state !== 'connected')
  const at = (peer: NetworkPeer, angle: number, part: number): Spot => ({
    peer,
    angle,
    x: centre.x + Math.cos(angle) * rx * part,
    y: centre.y + Math.sin(angle) * ry * part,
    isConnected: peer.state === 'connected',
  })
  const near = around(connected.slice(0, maxConnected), -Math.PI / 2).map(([peer, angle]) =>
    at(peer, angle, partOf(peer.roundTripMs)),
  )
  const far = around(others.slice(0, maxOthers), -Math.PI / 2 + 0.13).map(([peer, angle]) => at(peer, angle, RIM))
  return {
    centre,
    spots: [...near, ...far],
    rings: RINGS_MS.map((ms) => ({ ms, rx: rx * partOf(ms), ry: ry * partOf(ms) })),
    left: {
      connected: connected.length - Math.min(connected.length, maxConnected),
      others: others.length - far.length,
    },
  }
}

/** How far out a round trip is, on a logarithmic scale; in the middle where it is not known yet. */
function partOf(ms: number | undefined): number {
  if (ms === undefined || !(ms >= 0)) return (INNERMOST + OUTERMOST) / 2
  const clamped = Math.min(FARTHEST_MS, Math.max(NEAREST_MS, ms))
  const part = Math.log(clamped / NEAREST_MS) / Math.log(FARTHEST_MS / NEAREST_MS)
  return INNERMOST + part * (OUTERMOST - INNERMOST)
}

/** Peers in an order of their own, evenly around. */
function around(peers: readonly NetworkPeer[], from: number): [NetworkPeer, number][] {
  const ordered = peers
    .map((peer) => [peer, hueOf(peer.peerId)] as const)
    .sort(([a, hueA], [b, hueB]) => hueA - hueB || (a.peerId < b.peerId ? -1 : 1))
  return ordered.map(([peer], i) => [peer, from + (2 * Math.PI * i) / ordered.length])
}
