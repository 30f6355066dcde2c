/** Every bound of the core, with its reason. What is over a limit is refused, counted, and charged to who sent it. */
export const limits = {
  /** Bytes of one stream that wait at one peer, each way, when it begins: a whole answer of most services. */
  windowBytes: 64 * 1024,
  /** The same while its bytes go on as fast as they come: keeps a link of 0.16 s there and back at 3 MB/s. */
  maxWindowBytes: 512 * 1024,
  /** What the windows of one neighbour's streams may have grown by in all: a dozen fast streams. */
  grownPerNeighbour: 6 * 1024 * 1024,
  /**
   * Streams that one neighbour may have open through this peer: thirty a second, each of which lingers for a while. They
   * hold 16 MiB of its data at the very most, and what their windows grew by.
   */
  streamsPerNeighbour: 256,
  /** Streams in all: 32 busy neighbours. */
  streams: 8_192,
  /** Frames handed to the link and not yet on their way: enough to keep it busy, few enough to stay fair. */
  framesInFlight: 4,
  /** Frames that carry no stream's bytes and wait for one neighbour. What a stream owes another bounds most of them. */
  controlFrames: 1_024,
  /** Visits of one request to this peer on its trail: thrice as a stranger, twice on the way home, and one spare. */
  visitsPerRequest: 6,
  /** Visits after which no step to just anyone is taken: enough to leave a circle, too few to roam. */
  straysPerRequest: 3,
  /** Requests whose visits are remembered, in two generations: 40 requests a second for as long as one may last. */
  rememberedIds: 8_192,
  /** How long a request may wait for its reply's first frame. */
  replyMs: 30_000,
  /** How long a stream may be silent. Both ends say something once a minute. */
  silentMs: 300_000,
  /** Services known here: some thousands a mesh is what announcements to everyone can carry. */
  services: 8_192,
  /** Hosts of one key. More add nothing to reaching one of them. */
  instancesPerService: 16,
  /** Stems of one announcement through this peer. A stem meets a peer twice now and then, never often. */
  stemsPerInstance: 4,
  /** How often a peer whose ways were all lost goes above its neighbours: a liar that sinks and rises ends here. */
  liftsPerAnnouncement: 8,
  /** What a neighbour may cause at once, in tokens: 500 requests, as a page with everything on it. */
  burst: 2_000,
  /** The same when its link is new: half, or who comes back under new names again and again would never run out. */
  newcomerTokens: 1_000,
  /** Tokens that each neighbour regains in a second, whatever others do: 50 requests, all its neighbours' included. */
  tokensPerSecond: 200,
  /** Tokens a second for whoever spent its own: 500 requests, a sixth of one core's time. */
  sparePerSecond: 2_000,
  /** The same at once: ten seconds of what two hundred requests a second cost. */
  spareBurst: 6_000,
  /** Tokens of a request, and of a message on its stem: each is looked up, hashed, and sent on. */
  openCost: 4,
  stemCost: 4,
  /** Tokens of a list of ids, each of which is looked up. */
  listCost: 20,
  /** Tokens of a neighbour's rank: one for each announcement that it hears. */
  rankCost: 0.2,
  /** Tokens of an announcement that we asked for. */
  giveCost: 1,
  /** Tokens of a frame for a stream that is no more, as there are some after each stream. */
  strayCost: 1,
  /** Frames beyond the tokens before the link is ended: an honest neighbour hears that we are busy, and slows down. */
  excessFrames: 1_000,
  /** How many of them a second are forgiven: an honest relay brings what attackers behind it send, at its own limit. */
  excessPerSecond: 100,
  /** Announcements asked for and not yet given. */
  wanted: 8_192,
  /** Signatures being checked, of one neighbour: more wait at the neighbour. */
  checksPerNeighbour: 64,
  /** How long a pointer whose host did not answer is used only if there is no other. */
  penaltyMs: 60_000,
  /** How often the core looks for what has expired. */
  sweepMs: 5_000,
} as const
