/**
 * What a spread keeps, sends and waits for at most. One table, so that the worst case can be added up:
 * about 20 MB per topic-independent store and 20 kB per neighbour.
 */
export interface SpreadLimits {
  /** Longer messages are refused on both ends. Fits, with its header, the 16 KiB that every WebRTC stack carries. */
  readonly maxMessageBytes: number
  /** Payloads are kept this long for neighbours that missed them: peers that join within a minute get them. */
  readonly holdMs: number
  /** Payloads kept at once; the oldest go first. Sixteen megabytes is what a tab may spend on gossip. */
  readonly maxHeldBytes: number
  /** Ids remembered, to know a copy from a new message. A minute at 500 messages a second; some 4 MB when full. */
  readonly maxSeen: number
  /** Ids a peer waits for at once. More than a minute's worth only comes from neighbours that make ids up. */
  readonly maxMissing: number
  /** Neighbours remembered per missing message: three may be dead or lying and it is still found. */
  readonly maxSources: number
  /** Topics a neighbour may join here. The other end of what an honest peer with every package loaded joins. */
  readonly maxTopicsPerNeighbour: number
  /** Bytes on their way to a neighbour that reads slowly; beyond that it misses pushes, and pulls them later. */
  readonly maxQueuedBytes: number
  /** Ids per `have` and `want`: 3 KiB, a few packets. */
  readonly maxIdsPerFrame: number
  /** Size of a neighbour's token bucket: a burst of 2,000 small messages, as after a partition has healed. */
  readonly burst: number
  /** Tokens regained per second: 400 small messages from each neighbour, ten times what a busy mesh sends. */
  readonly tokensPerSecond: number
  /** Cost of an invalid frame or a rejected message: twenty at once empty the bucket and end the link. */
  readonly invalidCost: number
}

export const defaultLimits: SpreadLimits = {
  maxMessageBytes: 16_000,
  holdMs: 75_000,
  maxHeldBytes: 16 * 2 ** 20,
  maxSeen: 32_768,
  maxMissing: 4_096,
  maxSources: 4,
  maxTopicsPerNeighbour: 64,
  maxQueuedBytes: 2 ** 20,
  maxIdsPerFrame: 256,
  burst: 2_000,
  tokensPerSecond: 400,
  invalidCost: 100,
}

/** How fast messages and ids go. Measured together: docs/evidence/spread.md. */
export interface SpreadTimes {
  /** Mean of the random delay before each push, drawn anew for every neighbour and message. */
  readonly hopDelayMs: number
  /**
   * Ids are told at a random time up to this much after their message arrived, rather late than soon. A spy with many
   * links hears from most peers: told at once, the first to tell would be the origin.
   */
  readonly tellWithinMs: number
  /**
   * Each neighbour is told at most this often, all ids that are due in one frame. Neighbours have their turns one after
   * the other, so that a peer which missed a message hears of it from some neighbour much sooner.
   */
  readonly tellEveryMs: number
  /** Mean time between messages that may cut links out of the tree: see `survey.ts`. */
  readonly surveyEveryMs: number
  /** How long an id may be known without its message before the message is asked for. */
  readonly patienceMs: number
  /** How long to wait for an answer before the next neighbour is asked. */
  readonly retryMs: number
}

export const defaultTimes: SpreadTimes = {
  hopDelayMs: 4,
  tellWithinMs: 500,
  tellEveryMs: 4_000,
  surveyEveryMs: 3_000,
  patienceMs: 250,
  retryMs: 500,
}
