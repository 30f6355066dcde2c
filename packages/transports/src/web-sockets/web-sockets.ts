import { type Transport, type Upgrader, setMaxListeners } from '@libp2p/interface'
import { ipPortToMultiaddr } from '@libp2p/utils'
import { webSockets as libp2pWebSockets, type WebSocketsComponents } from '@libp2p/websockets'
import { PortListener } from '../port-listener.ts'
import type { SharedPort, SocketListener } from '../shared-port.ts'
import { shareAcceptor } from '../shared-acceptor.ts'
import type { Unsubscribe } from '../unsubscribe.ts'
import { resetting } from './resetting.ts'
import { SocketConnection } from './socket-connection.ts'

// libp2p's own default of 4 MiB, times hundreds of slow readers, is a gigabyte.
const MAX_BUFFERED_BYTES = 1024 ** 2

export interface WebSocketsInit {
  /** The port to listen on. Without one, this transport only dials. */
  port?: SharedPort
}

/** libp2p's WebSocket transport, listening on a port that it shares. */
export function webSockets({ port }: WebSocketsInit = {}): (components: WebSocketsComponents) => Transport {
  return (components) => {
    const transport = libp2pWebSockets({ maxBufferedAmount: MAX_BUFFERED_BYTES, bufferedAmountPollInterval: 10 })(
      components,
    )
    transport.dial = resetting(transport.dial.bind(transport))
    if (port === undefined) {
      // The dial filter calls the listen filter: keep what it answers.
      const canDial = transport.listenFilter.bind(transport)
      transport.dialFilter = canDial
      transport.listenFilter = () => []
      return transport
    }
    let upgrader: Upgrader | undefined
    const accept = shareAcceptor(() => takeSockets(port, components, () => upgrader))
    transport.createListener = (options) => {
      upgrader = options.upgrader
      return new PortListener({ port, accept, suffix: ({ secure }) => (secure ? '/tls/ws' : '/ws') })
    }
    return transport
  }
}

function takeSockets(
  port: SharedPort,
  { logger }: WebSocketsComponents,
  upgrader: () => Upgrader | undefined,
): Unsubscribe {
  const log = logger.forComponent('hydra:transports:web-sockets')
  const closing = new AbortController()
  // One listener per handshake in flight; libp2p bounds these.
  setMaxListeners(Infinity, closing.signal)
  const onSocket: SocketListener = (socket, { remoteAddress, remotePort }) => {
    const remoteAddr = ipPortToMultiaddr(remoteAddress, remotePort).encapsulate('/ws')
    const connection = new SocketConnection({ socket, remoteAddr, log })
    upgrader()
      ?.upgradeInbound(connection, { signal: closing.signal })
      .catch((cause: Error) => {
        log('a socket from %a did not become a connection - %e', remoteAddr, cause)
        connection.abort(cause)
      })
  }
  const detach = port.onWebSocket(onSocket)
  return () => {
    detach()
    closing.abort()
  }
}
