import type { Answer, Curve, Question, RunOptions } from '../harness/question.ts'
import { runProgram } from '../harness/programs.ts'
import { disagreement } from '../tiers/average.ts'
import type { Grown } from '../tiers/grow.ts'

const DEGREE = 8
const GROW = new URL('../tiers/grow.ts', import.meta.url)

export const growthQuestions: readonly Question[] = [
  {
    id: 'G8',
    question: 'How does it grow?',
    metric:
      'Processor seconds for a tree over a million peers and three messages, in the flat model (the short form: 100,000)',
    peerName: 'two seconds for a million, in proportion',
    mark: { better: 'less', first: 30, goal: 1 },
    measurement: 'growth',
    run: growth,
  },
]

/** The code that ships where the simulator reaches, the model beyond; both where they overlap. */
async function growth({ short, seed, runs, progress }: RunOptions): Promise<Answer> {
  const simulatedSizes = short ? [100, 1_000] : [100, 1_000, 10_000, 100_000]
  const modelSizes = short ? [100, 1_000, 10_000, 100_000] : [100, 1_000, 10_000, 100_000, 1_000_000]
  const grow = async (tier: string, peers: number): Promise<Grown> => {
    const grown = await runProgram<Grown>(GROW, tier, peers, DEGREE, seed)
    progress(
      `${tier}, ${peers} peers: ${grown.cpuSeconds.toFixed(1)} s, ${(grown.bytesPerPeer / 1_000).toFixed(0)} kB each`,
    )
    return grown
  }
  const [simulated, modelled]: [Grown[], Grown[]] = [[], []]
  for (const peers of simulatedSizes) simulated.push(await grow('simulated', peers))
  for (const peers of modelSizes) modelled.push(await grow('model', peers))
  const [largest, most] = [modelSizes.at(-1)!, simulated.at(-1)!]
  const again = [modelled.at(-1)!]
  while (again.length < runs) again.push(await grow('model', largest))
  const beside = modelled.find(({ peers }) => peers === most.peers)!
  return {
    ours: again.map(({ cpuSeconds }) => cpuSeconds),
    peer: again.map(() => (2 * largest) / 1_000_000),
    marks: [
      {
        name: `payload copies at ${most.peers} peers, simulated`,
        better: 'less',
        first: 1.2,
        goal: 1.1,
        value: most.copies,
      },
    ],
    curves: curves(simulated, modelled),
    further: { degree: DEGREE, simulated, modelled, tiersApart: disagreement(beside, most) },
  }
}

function curves(simulated: readonly Grown[], modelled: readonly Grown[]): Curve[] {
  const line = (name: string, grown: readonly Grown[], figure: (each: Grown) => number) => {
    return { name, points: grown.map((each) => [each.peers, figure(each)] as const) }
  }
  const x = 'peers'
  const logarithmic = { x: true }
  const lines = (figure: (each: Grown) => number) => [
    line('code that ships, simulated', simulated, figure),
    line('flat model', modelled, figure),
  ]
  return [
    {
      title: 'Time until a peer has a message, 99 of 100',
      x,
      y: 'ms; links of 40 ms. A straight line grows with the logarithm of the peers',
      logarithmic,
      lines: lines(({ deliveryMs }) => deliveryMs.p99),
    },
    {
      title: 'Links that a message crosses',
      x,
      y: 'links to the middle peer',
      logarithmic,
      lines: lines(({ hops }) => hops.p50),
    },
    {
      title: 'Payload copies per delivery, at rest',
      x,
      y: 'copies',
      logarithmic,
      lines: [line('code that ships, simulated', simulated, ({ copies }) => copies)],
    },
    {
      title: 'Memory of each peer',
      x,
      y: 'bytes, resident, simulator included',
      logarithmic: { x: true, y: true },
      lines: lines(({ bytesPerPeer }) => bytesPerPeer),
    },
  ]
}
