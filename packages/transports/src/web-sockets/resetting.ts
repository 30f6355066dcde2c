import type { MultiaddrConnection, Transport, Upgrader, UpgraderOptions } from '@libp2p/interface'
import { AbstractMultiaddrConnection } from '@libp2p/utils'

/**
 * Makes a dialled socket close when its connection is aborted. libp2p resets it by code 1006, which no platform lets a
 * program send: `close` throws, the socket stays open, and the other side keeps a connection on which nobody answers.
 */
export function resetting(dial: Transport['dial']): Transport['dial'] {
  return (address, { upgrader, ...options }) => dial(address, { ...options, upgrader: watched(upgrader) })
}

function watched(upgrader: Upgrader): Upgrader {
  const own: Upgrader = Object.create(upgrader)
  own.upgradeOutbound = (socket: MultiaddrConnection, options: UpgraderOptions) => {
    if (socket instanceof AbstractMultiaddrConnection) socket.sendReset = () => void socket.sendClose()
    return upgrader.upgradeOutbound(socket, options)
  }
  return own
}
