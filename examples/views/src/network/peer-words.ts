import type { NetworkPeer, Transport } from '../scene.ts'
import { durationText, shortId } from '../words.ts'

export const TRANSPORTS: Readonly<Record<Transport, string>> = {
  websocket: 'WebSocket',
  webrtc: 'WebRTC',
  'webrtc-direct': 'WebRTC direct',
  http: 'plain HTTP',
  tcp: 'TCP',
  room: 'a room',
  memory: 'memory',
  other: 'another way',
}

export const STATES: Readonly<Record<NetworkPeer['state'], string>> = {
  connected: 'connected',
  dialling: 'being dialled',
  waiting: 'waiting',
  unreachable: 'out of reach',
  'not-needed': 'known, not needed',
  'given-up': 'given up',
}

export function nameOf({ name, peerId }: Pick<NetworkPeer, 'name' | 'peerId'>): string {
  return name ?? shortId(peerId)
}

/** All that the graph shows of a peer, for those who hear it. */
export function describe(peer: NetworkPeer): string {
  const { state, over, relayed, roundTripMs, sources } = peer
  return [
    nameOf(peer),
    STATES[state],
    ...(over === undefined ? [] : [`over ${TRANSPORTS[over]}`]),
    ...(state === 'connected' ? [relayed ? 'relayed' : 'direct'] : []),
    ...(roundTripMs === undefined ? [] : [`${durationText(roundTripMs)} away`]),
    ...(sources.length === 0 ? [] : [`found by ${sources.join(', ')}`]),
  ].join(', ')
}
