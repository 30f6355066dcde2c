import { circuitRelayServer, circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { tcp } from '@libp2p/tcp'
import { http } from '../http/transport.ts'
import { toMultiaddr } from '../port-listener.ts'
import type { SharedPort } from '../shared-port.ts'
import { webSockets } from '../web-sockets/web-sockets.ts'
import { base } from './base.ts'
import { bulkSockets } from './bulk-sockets.ts'
import { NODE_LIMITS, RELAY_LIMITS, type ConnectionLimits, type RelayLimits } from './limits.ts'
import { nodeNoise } from './node-noise.ts'
import type { Preset, PresetOptions } from './preset.ts'

export interface NodeTransportsOptions extends PresetOptions {
  /** The port to serve on. Without one, this peer only dials. */
  port?: SharedPort
  /** What this node lends to others; `false` lends nothing. */
  relay?: Partial<RelayLimits> | false
}

/** libp2p options of a node: WebSocket and HTTP on one port, TCP where `listen` says so, and a relay for those who have none. */
export function nodeTransports(options: NodeTransportsOptions = {}): Preset {
  const { port, relay = {}, transports = [], listen = [], limits } = options
  const preset = base(options, NODE_LIMITS)
  const shared = port === undefined ? {} : { port }
  return {
    ...preset,
    connectionEncrypters: [nodeNoise()],
    addresses: { listen: [...addressesOn(port), ...listen] },
    transports: [
      webSockets(shared),
      http(shared),
      tcp({ ...bulkSockets(), ...socketLimits(limits) }),
      circuitRelayTransport(),
      ...transports,
    ],
    services: {
      ...preset.services,
      ...(relay === false ? {} : { relay: circuitRelayServer(serverLimits({ ...RELAY_LIMITS, ...relay })) }),
    },
  }
}

function socketLimits({ maxConnections }: Partial<ConnectionLimits> = {}) {
  return { maxConnections: maxConnections ?? NODE_LIMITS.maxConnections }
}

function addressesOn(port: SharedPort | undefined): string[] {
  return (port?.addresses ?? []).flatMap((address) => {
    const tls = address.secure ? '/tls' : ''
    const base = toMultiaddr(address).toString()
    return [`${base}${tls}/ws`, `${base}${tls}/http`]
  })
}

function serverLimits({ maxReservations, maxDurationMs, maxBytes }: RelayLimits) {
  return {
    // Each relayed connection takes a stream on both sides of the relay.
    maxInboundHopStreams: maxReservations,
    maxOutboundStopStreams: maxReservations,
    reservations: { maxReservations, defaultDurationLimit: maxDurationMs, defaultDataLimit: BigInt(maxBytes) },
  }
}
