/** What a room may cost a peer, whatever its members do. */
export const ROOM_LIMITS = {
  /** A room of more is a flood, or needs a node. */
  maxMembers: 256,
  /** Handshakes of others under way: each costs a signature or two. */
  maxInbound: 16,
  maxInboundPerMember: 2,
  /** Unknown members proved per second: a signature check costs up to a millisecond. */
  provesPerSecond: 10,
  provesBurst: 64,
  /** What one member may send us per second; a WebRTC handshake is twenty frames and ten kilobytes. */
  framesPerSecond: 50,
  framesBurst: 200,
  /** How long a member is ignored that sent more. */
  ignoreMs: 60_000,
  /** What all of them may, together: everything that comes has to be opened to know for whom it is. */
  bytesPerSecond: 1024 ** 2,
  bytesBurst: 4 * 1024 ** 2,
  /** Frames that wait for a signature check before them. */
  maxQueued: 256,
  /** A connection through a room carries a handshake and no more. */
  connectionBytes: 128 * 1024,
  connectionMs: 60_000,
  /** How often a member shows itself, and after what silence it is forgotten. */
  showMs: 60_000,
  forgetMs: 190_000,
  /** Those who enter ask the others to show themselves; a flood of such questions is answered once in a while. */
  answersPerSecond: 0.2,
  answersBurst: 3,
} as const
