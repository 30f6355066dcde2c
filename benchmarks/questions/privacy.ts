import { fileURLToPath } from 'node:url'
import type { Answer, Measured, Question, RunOptions } from '../harness/question.ts'
import { collect } from '../privacy/collect.ts'
import { type Mark, marks } from '../privacy/marks.ts'
import { estimate, type Sample } from '../privacy/samples.ts'
import { DEGREE } from '../privacy/world.ts'

const SPIES = 0.1
const OURS = 'asker, 10 % spies, likelihood: recall'
const RAW = ['flooding', 'push mesh', '@libp2p/gossipsub, 100 peers']
const SHORT = [1, 2, 3, 4, 5].flatMap((seed) => [`askers-${seed}`, `hosts-${seed}`])

export const privacyQuestions: readonly Question[] = [
  {
    id: 'R4',
    question: 'What does hiding give?',
    metric: 'Share of askers whom a tenth of all peers, pooling all that they see, name from one request',
    peerName: 'the share of spies: without cover traffic nothing does better',
    mark: { better: 'less', first: 1.2, goal: 1.08 },
    measurement: 'privacy',
    run: hiding,
  },
]

/** In full some hours of one core: results of single jobs are kept, and a run that was broken off goes on. */
async function hiding({ short, progress }: RunOptions): Promise<Answer> {
  const peers = short ? 200 : 1_000
  const collected = await collect({
    peers,
    folder: fileURLToPath(new URL('../.cache/privacy', import.meta.url)),
    progress,
    ...(short && { parts: new Set([...SHORT, 'raw-flooding-1', 'raw-push-mesh-1']) }),
  })
  const networks = [...collected.values()]
  const valuesOf = (row: string) => networks.flatMap((samples) => valueOf(samples, row) ?? [])
  const ours = valuesOf(OURS)
  const all = networks.flat()
  const judged = marks.map((mark) => judge(mark, all))
  return {
    ours,
    peer: ours.map(() => SPIES),
    others: RAW.flatMap((design) => {
      const values = valuesOf(`${design}, 10 % spies, first-spy: recall`)
      return values.length === 0 ? [] : [{ name: design, values }]
    }),
    // The short form answers a part of them, and says which.
    marks: short ? judged.filter(({ value }) => value !== undefined) : judged,
    further: {
      peers,
      configuration: `createRouter({ link, spread: lazyTree({ link }) }), ${DEGREE} links of each peer's own, all else by default; keys and their work are modelled`,
      ...(short && { notAsked: judged.filter(({ value }) => value === undefined).map(({ name }) => name) }),
    },
  }
}

function valueOf(samples: readonly Sample[], row: string): number | undefined {
  const found = samples.filter((sample) => sample.row === row)
  return found.length === 0 ? undefined : estimate(found).value
}

/** The goal is what models without any code gave. */
function judge({ row, most, least, model }: Mark, all: readonly Sample[]): Measured {
  const found = all.filter((sample) => sample.row === row)
  const value = found.length === 0 ? undefined : estimate(found).value
  if (most === undefined) return { name: row, better: 'more', first: least ?? 0, goal: least ?? 0, value }
  return { name: row, better: 'less', first: most, goal: model ?? most, value }
}
