import { circuitRelayServer, type CircuitRelayService, type RelayReservation } from '@libp2p/circuit-relay-v2'
import { setMaxListeners, type Connection, type Libp2pEvents, type Startable } from '@libp2p/interface'
import type { TypedEventTarget } from 'main-event'

// A handshake of WebRTC is twenty messages and ten kilobytes; it is over, or has failed, within half a minute.
const LIMIT = { data: 128n * 1024n, duration: 60_000 }
// Neighbours of one that just left come all at once; more than these are asked again by their back-off.
const MAX_AT_ONCE = 16

type Components = Parameters<ReturnType<typeof circuitRelayServer>>[0] & { events: TypedEventTarget<Libp2pEvents> }

/**
 * A libp2p service: who is connected to this peer directly may shake hands through it with anyone else who is.
 *
 * It is a relay that keeps a place for each neighbour while it is there, and for nobody else. So a mesh of tabs makes
 * new connections with every node gone, and nobody lends more than a handshake takes.
 */
export function introductions(): (components: Components) => CircuitRelayService & Startable {
  return (components) => {
    const relay = circuitRelayServer({ maxInboundHopStreams: MAX_AT_ONCE, maxOutboundStopStreams: MAX_AT_ONCE })(
      components,
    ) as CircuitRelayService & Startable
    const welcome = ({ detail }: CustomEvent<Connection>) => {
      if (detail.limits === undefined) relay.reservations.set(detail.remotePeer, placeFor(detail))
    }
    const forget = ({ detail }: CustomEvent<Connection>) => {
      const place = relay.reservations.get(detail.remotePeer)
      if (place?.addr.equals(detail.remoteAddr)) relay.reservations.delete(detail.remotePeer)
    }
    components.events.addEventListener('connection:open', welcome)
    components.events.addEventListener('connection:close', forget)
    return relay
  }
}

function placeFor(connection: Connection): RelayReservation {
  const left = new AbortController()
  setMaxListeners(Infinity, left.signal)
  connection.addEventListener('close', () => left.abort())
  // It lasts as long as the connection, whatever libp2p would have it last.
  const signal = Object.assign(left.signal, { reset: () => undefined, clear: () => undefined })
  return { addr: connection.remoteAddr, expiry: new Date(8.64e15), limit: LIMIT, signal }
}
