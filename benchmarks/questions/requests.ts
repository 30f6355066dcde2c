import { type Asking, measureRequests } from '../requests/measure.ts'
import type { Answer, Question, RunOptions } from '../harness/question.ts'

const RELAYS = 'libp2p: three naive relays in a row, warm streams'

const ask =
  (asking: Asking) =>
  (options: RunOptions): Promise<Answer> =>
    measureRequests(asking, options)

export const requestQuestions: readonly Question[] = [
  {
    id: 'R1',
    question: 'What does hiding cost in speed?',
    metric: 'A hidden request of 1 KiB over four links, our delays off, 50th percentile, ms',
    peerName: RELAYS,
    mark: { better: 'less', first: 2.5, goal: 1.5 },
    measurement: 'hidden requests',
    run: ask({ nodes: 5, privacy: 'hidden', tail: { meanLinks: 0 } }),
  },
  {
    id: 'R1-delays',
    question: 'What does hiding cost, with the delays that make it hide?',
    metric: 'A hidden request of 1 KiB over four links on loopback, as it ships, 50th percentile, ms',
    peerName: RELAYS,
    mark: { better: 'less', first: 2.5, goal: 1.5 },
    measurement: 'hidden requests with delays',
    run: ask({ nodes: 5, privacy: 'hidden', tail: {} }),
  },
  {
    id: 'R3',
    question: 'What does a request cost by itself?',
    metric: 'A direct request of 1 KiB to a neighbour, on a warm path, 50th percentile, ms',
    peerName: 'libp2p, a new stream for each request',
    mark: { better: 'less', first: 1 / 2, goal: 1 / 4 },
    measurement: 'direct requests',
    run: ask({ nodes: 2, privacy: 'direct', tail: { meanLinks: 0 } }),
  },
]
