/** A connection through a room was used for more than a handshake. */
export class RoomLimitError extends Error {
  override readonly name = 'RoomLimitError'
  constructor(what: string) {
    super(`The connection through the room ${what}. Rooms carry handshakes only: use the WebRTC connection.`)
  }
}

/** The peer is not in the room now. */
export class NotInRoomError extends Error {
  override readonly name = 'NotInRoomError'
  constructor(peer: string, room: string) {
    super(`${peer} is not in the room ${room}. Peers show themselves within seconds of entering: try again.`)
  }
}
