import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { introductions } from '../direct/introductions.ts'
import { http } from '../http/transport.ts'
import { webSockets } from '../web-sockets/web-sockets.ts'
import { base } from './base.ts'
import { BROWSER_LIMITS } from './limits.ts'
import type { Preset, PresetOptions } from './preset.ts'

// Two, so that a peer stays reachable while one relay restarts.
const RELAYS = ['/p2p-circuit', '/p2p-circuit']

/** libp2p options of a tab: dials nodes, is reached through those that relay, and introduces its neighbours to each other. */
export function browserTransports(options: PresetOptions = {}): Preset {
  const { transports = [], listen = [] } = options
  const preset = base({ dialPrivate: false, ...options }, BROWSER_LIMITS)
  return {
    ...preset,
    // Places here are for neighbours, and are kept without being asked for.
    connectionGater: { ...preset.connectionGater, denyInboundRelayReservation: () => true },
    services: { ...preset.services, relay: introductions() },
    addresses: { listen: [...RELAYS, ...listen] },
    transports: [webSockets(), http(), circuitRelayTransport(), ...transports],
    // libp2p's default resolves over HTTPS by two public companies, whom the user did not name.
    dns: {
      query() {
        return Promise.reject(new Error('No resolver was named. Give libp2p one by `dns`.'))
      },
    },
  }
}
