import * as bundle from '#webrtc-bundle'
import type { ComponentLogger, Libp2pEvents, Metrics, PeerId, PrivateKey, Transport, Upgrader } from '@libp2p/interface'
import type { ConnectionManager, Registrar, TransportManager } from '@libp2p/interface-internal'
import type { Datastore } from 'interface-datastore'
import type { TypedEventTarget } from 'main-event'
import { ChannelStream, type ChannelStreamOptions } from './webrtc/channel-stream.ts'
import { contactNobody, type WebRTCConfiguration } from './webrtc-configuration.ts'

export type { WebRTCConfiguration } from './webrtc-configuration.ts'

export interface WebRTCInit {
  /** STUN and TURN servers are contacted only when named here. @default { iceServers: [] } */
  rtcConfiguration?: WebRTCConfiguration
  dataChannel?: DataChannelInit
  /** Inbound streams accepted before the connection is ready. @default 10 */
  maxEarlyStreams?: number
}

export interface DataChannelInit {
  /** Largest message in bytes. @default 16_384 */
  maxMessageSize?: number
  /** Sending pauses while more bytes than this wait. @default 1_048_576 */
  maxBufferedAmount?: number
}

export interface WebRTCDirectInit extends WebRTCInit {
  /** Use this certificate instead of making one. */
  certificate?: { readonly privateKey: string; readonly pem: string; readonly certhash: string }
  /** Milliseconds that a certificate is good for. @default 1_209_600_000 */
  certificateLifespan?: number
}

export interface WebRTCComponents {
  peerId: PeerId
  registrar: Registrar
  upgrader: Upgrader
  transportManager: TransportManager
  connectionManager: ConnectionManager
  metrics?: Metrics
  logger: ComponentLogger
  events: TypedEventTarget<Libp2pEvents>
}

export interface WebRTCDirectComponents {
  peerId: PeerId
  privateKey: PrivateKey
  transportManager: TransportManager
  upgrader: Upgrader
  metrics?: Metrics
  logger: ComponentLogger
  datastore: Datastore
}

/** Browser to browser: the two shake hands over whatever connection they have, then talk directly. */
export function webRTC(init: WebRTCInit = {}): (components: WebRTCComponents) => Transport {
  return bundle.webRTC(ours(init))
}

/** Browser to node without a handshake: the node's certificate stands in its address. Only nodes listen. */
export function webRTCDirect(init: WebRTCDirectInit = {}): (components: WebRTCDirectComponents) => Transport {
  return bundle.webRTCDirect(ours(init))
}

function ours<T extends WebRTCInit>(init: T) {
  // patches/@libp2p__webrtc.patch has its muxer make streams by this.
  const createStream = (options: ChannelStreamOptions) => new ChannelStream(options)
  return {
    ...init,
    rtcConfiguration: contactNobody(init.rtcConfiguration),
    dataChannel: { ...init.dataChannel, createStream },
  }
}
