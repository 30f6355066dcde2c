import type { CircuitRelayService } from '@libp2p/circuit-relay-v2'
import type { Identify, IdentifyPush } from '@libp2p/identify'
import type { Ping } from '@libp2p/ping'
import type { Startable } from '@libp2p/interface'
import type { Libp2pOptions, ServiceFactoryMap } from 'libp2p'
import type { ConnectionLimits } from './limits.ts'

export type TransportFactory = NonNullable<Libp2pOptions['transports']>[number]

export interface PresetOptions {
  /** Further transports, such as `webRTC()`, `tcp()` or `room({ urls })`. */
  transports?: readonly TransportFactory[]
  /** Further addresses to listen on, such as `/webrtc`. */
  listen?: readonly string[]
  /** Whether addresses of private networks and of this machine may be dialled. @default true, in a tab false */
  dialPrivate?: boolean
  limits?: Partial<ConnectionLimits>
}

/** The services that every preset brings. Spread them when you add your own. */
export type PresetServices = {
  identify: Identify
  push: IdentifyPush
  ping: Ping
  /** Replaces relayed connections by direct ones where it can. */
  direct: Startable
  /** Of a node that relays, and of a tab that introduces. */
  relay?: CircuitRelayService
}

/** Options for `createLibp2p`; every part may be replaced. */
export interface Preset extends Libp2pOptions<PresetServices> {
  addresses: NonNullable<Libp2pOptions['addresses']> & { listen: string[] }
  transports: TransportFactory[]
  services: ServiceFactoryMap<PresetServices>
}
