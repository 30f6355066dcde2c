import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { PlaceTakenError } from '../errors.ts'
import type { SocketListener } from '../shared-port.ts'
import type { Unsubscribe } from '../unsubscribe.ts'
import { byteSocket } from './byte-socket.ts'
import type { PortLimits } from './limits.ts'
import type { Refusals } from './refusals.ts'

export interface Upgrades {
  attach(server: Server): Unsubscribe
  take(listener: SocketListener): Unsubscribe
}

/** Turns upgrade requests into sockets for whoever takes them, and refuses them while nobody does. */
export function createUpgrades({ maxMessageBytes }: PortLimits, refusals: Refusals): Upgrades {
  let taker: SocketListener | undefined
  // Frames are encrypted: compressing them costs memory and gains nothing.
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
  })
  sockets.on('wsClientError', (_error, stream) => {
    refusals.count('malformed-request')
    stream.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
  })
  return {
    attach(server) {
      const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
        stream.on('error', () => undefined)
        const listener = taker
        if (listener === undefined) {
          refusals.count('no-web-socket-here')
          stream.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
          return
        }
        const { remoteAddress = '', remotePort = 0 } = request.socket
        sockets.handleUpgrade(request, stream, head, (socket) => {
          listener(byteSocket(socket), { remoteAddress, remotePort })
        })
      }
      server.on('upgrade', onUpgrade)
      return () => server.off('upgrade', onUpgrade)
    },
    take(listener) {
      if (taker !== undefined) throw new PlaceTakenError('WebSocket')
      taker = listener
      return () => {
        if (taker === listener) taker = undefined
      }
    },
  }
}
