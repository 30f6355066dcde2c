import type { NetworkPeer, Transport } from '../scene.ts'
import { durationText, shortId } from '../words.ts'

export const TRANSPORTS: Readonly<Record<Transport, string>> = {
  websocket: 'WebSocket',
  webrtc: 'WebRTC',
  'webrtc-direct': 'WebRTC direct',
  http: 'plain HTTP',
  tcp: 'TCP',
  room: 'a room',
  i2p: 'I2P',
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

/** What stands below its name. */
export function shortFacts({ roundTripMs, sources: [source] }: NetworkPeer): string {
  return [...(roundTripMs === undefined ? [] : [durationText(roundTripMs)]), ...(source ? [source] : [])].join(' · ')
}

/** All that the graph shows of a peer, for those who hear it: what stands in the picture comes first, as it does there. */
export function describe(peer: NetworkPeer): string {
  const { state, over, relayed, sources } = peer
  return [
    `${nameOf(peer)} ${shortFacts(peer)}`.trim(),
    STATES[state],
    ...(over === undefined ? [] : [`over ${TRANSPORTS[over]}`]),
    ...(state === 'connected' ? [relayed ? 'relayed' : 'direct'] : []),
    ...(sources.length === 0 ? [] : [`found by ${sources.join(', ')}`]),
  ].join(', ')
}
