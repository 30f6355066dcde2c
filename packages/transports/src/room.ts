/**
 * A libp2p transport that needs no node: peers meet in any WebSocket room and talk directly from then on.
 *
 * ```ts
 * const lobby = room({ urls: ['wss://room.example/lobby'], secret: 'known to members only' })
 * const tab = await createLibp2p(browserTransports({
 *   transports: [webRTC(), lobby],
 *   listen: ['/webrtc', ...lobby.listen],
 * }))
 * lobby.onChange(() => lobby.peers().forEach(({ addresses }) => tab.dial(multiaddr(addresses[0]))))
 * ```
 *
 * @packageDocumentation
 */
export { roomAddress } from './room/address.ts'
export type { RoomPeer } from './room/room-book.ts'
export { room } from './room/room-transport.ts'
export type { RoomFactory, RoomOptions } from './room/room-transport.ts'
