import { type Both, compare, compareSizes } from '../gossip/compare.ts'
import type { Result } from '../gossip/measure.ts'
import { ratioOf } from '../harness/statistics.ts'
import type { Answer, Measured, Question, RunOptions } from '../harness/question.ts'

const PEER_NAME = '@libp2p/gossipsub 17, at its fastest'
const CONFIGURATION = 'lazyTree({ link }), all by default; 8 dials each, libp2p memory transport, noise, yamux'

const SHORT = { peers: 32, messages: 24, warmUp: 20, settleMs: 1_500, degree: 8, gapMs: 150 }
const FULL = { peers: 100, messages: 50, warmUp: 30, settleMs: 2_000, degree: 8, gapMs: 250 }

const broadcast = (options: RunOptions): Promise<Both<Result>> =>
  options.once('broadcast', () =>
    compare(options.short ? { ...SHORT, death: false } : { ...FULL, death: false }, options),
  )

const deaths = (options: RunOptions): Promise<Both<Result>> =>
  options.once('deaths', () => compare(options.short ? { ...SHORT, death: true } : { ...FULL, death: true }, options))

function answer({ lazyTree, gossipsub }: Both<Result>, metric: keyof Result, options: RunOptions): Answer {
  return {
    ours: lazyTree.map((run) => run[metric]),
    peer: gossipsub.map((run) => run[metric]),
    further: {
      peers: peersOf(options),
      configuration: CONFIGURATION,
      coverageP50Ms: lazyTree.map((run) => run.coverageP50Ms),
    },
  }
}

const peersOf = ({ short }: RunOptions) => (short ? SHORT : FULL).peers

const delivered = (runs: readonly Result[]): Measured => ({
  name: 'delivered to everyone who is there, worst run',
  better: 'more',
  first: 1,
  goal: 1,
  value: Math.min(...runs.map((run) => run.delivered)),
})

export const gossipQuestions: readonly Question[] = [
  {
    id: 'G1',
    question: 'What does a broadcast cost?',
    metric: 'Processor time per delivery, µs: a signed KiB to everyone, whole process',
    peerName: PEER_NAME,
    mark: { better: 'less', first: 1 / 4, goal: 1 / 10 },
    measurement: 'broadcast',
    run: async (options) => answer(await broadcast(options), 'cpuPerDeliveryUs', options),
  },
  {
    id: 'G2',
    question: 'How late is the last peer?',
    metric: 'Time until everyone has a message, 99th percentile of messages, ms',
    peerName: PEER_NAME,
    mark: { better: 'less', first: 1 / 2, goal: 1 / 8 },
    measurement: 'broadcast',
    run: async (options) => answer(await broadcast(options), 'coverageP99Ms', options),
  },
  {
    id: 'G3',
    question: 'How much is sent twice?',
    metric: 'Payload copies per delivery',
    peerName: 'one copy each, the least there is',
    mark: { better: 'less', first: 1.2, goal: 1.1 },
    measurement: 'broadcast',
    async run(options) {
      const both = await broadcast(options)
      const { further } = answer(both, 'copiesPerDelivery', options)
      return {
        ours: both.lazyTree.map((run) => run.copiesPerDelivery),
        peer: both.lazyTree.map(() => 1),
        others: [{ name: PEER_NAME, values: both.gossipsub.map((run) => run.copiesPerDelivery) }],
        marks: [delivered(both.lazyTree)],
        ...(further && { further }),
      }
    },
  },
  {
    id: 'G4',
    question: 'What if a fifth of the peers die mid-run?',
    metric: 'The latest message published around the deaths until all survivors have it, ms',
    peerName: PEER_NAME,
    mark: { better: 'less', first: 1, goal: 1 },
    measurement: 'deaths',
    async run(options) {
      const both = await deaths(options)
      const gossipsubDelivered = both.gossipsub.map((run) => run.delivered)
      return {
        ours: both.lazyTree.map((run) => run.recoveryMs),
        peer: both.gossipsub.map((run) => run.recoveryMs),
        marks: [delivered(both.lazyTree)],
        further: { configuration: CONFIGURATION, peers: peersOf(options), gossipsubDelivered },
      }
    },
  },
  {
    id: 'G6',
    question: 'How big is a peer?',
    metric: 'Memory per peer with its whole libp2p node and some 16 links, bytes, whole process',
    peerName: PEER_NAME,
    mark: { better: 'less', first: 1 / 3, goal: 1 / 5 },
    measurement: 'size of a network at rest',
    async run(options) {
      const peers = options.short ? 32 : 1_000
      const { lazyTree, gossipsub } = await options.once('size', () => compareSizes(peers, 8, options))
      const setUp = [lazyTree, gossipsub].map((side) => side.map(({ setUpMs }) => setUpMs)) as [number[], number[]]
      return {
        ours: lazyTree.map(({ bytesPerPeer }) => bytesPerPeer),
        peer: gossipsub.map(({ bytesPerPeer }) => bytesPerPeer),
        marks: [
          {
            name: 'time to set up, ratio',
            better: 'less',
            first: 1 / 5,
            goal: 1 / 10,
            value: ratioOf(setUp[0], setUp[1]),
          },
        ],
        further: { peers, configuration: CONFIGURATION, setUpMs: { ours: setUp[0], peer: setUp[1] } },
      }
    },
  },
]
