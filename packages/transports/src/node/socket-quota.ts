import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { addressGroup } from '../address-group.ts'
import type { PortLimits } from './limits.ts'
import type { Refusals } from './refusals.ts'

/** Hangs up on sockets over the limits. The result ends all that are open, upgraded ones too. */
export function limitSockets(
  server: Server,
  { maxSockets, maxSocketsPerGroup }: PortLimits,
  refusals: Refusals,
): () => void {
  const perGroup = new Map<string, Set<Socket>>()
  server.maxConnections = maxSockets
  const onConnection = (socket: Socket) => {
    const group = addressGroup(socket.remoteAddress ?? '')
    const sockets = perGroup.get(group) ?? new Set()
    if (sockets.size >= maxSocketsPerGroup) {
      refusals.count('too-many-sockets-of-group')
      socket.destroy()
      return
    }
    perGroup.set(group, sockets.add(socket))
    socket.once('close', () => {
      sockets.delete(socket)
      if (sockets.size === 0) perGroup.delete(group)
    })
  }
  // Over `maxConnections`, Node hangs up by itself.
  const onDrop = () => refusals.count('too-many-sockets')
  server.on('connection', onConnection)
  server.on('drop', onDrop)
  return () => {
    server.off('connection', onConnection)
    server.off('drop', onDrop)
    for (const sockets of perGroup.values()) for (const socket of sockets) socket.destroy()
  }
}
