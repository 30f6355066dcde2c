import { hash, randomBytes } from 'node:crypto'
import { doubleSha256, equihash, type Puzzle } from '@hydra/hns'
import { plainEquihash } from '@hydra/hns/testing'
import { inTurns } from '../harness/in-turns.ts'
import type { Answer, Question, RunOptions } from '../harness/question.ts'
import { median, ratioOf } from '../harness/statistics.ts'

export const miningQuestions: readonly Question[] = [
  {
    id: 'H1',
    question: 'How fast is mining?',
    metric: 'Double SHA-256 on one core, tries a second',
    peerName: 'crypto.hash of Node',
    mark: { better: 'more', first: 3, goal: 10 },
    measurement: 'mining',
    run: mining,
  },
]

async function mining({ short, runs, seed }: RunOptions): Promise<Answer> {
  const ms = short ? 500 : 2_000
  const challenge = Uint8Array.from({ length: 300 }, (_, index) => Math.imul(index + 1, seed + 0x9e37) >>> 3)
  const [fast, plain] = [equihash({ threads: 0 }), plainEquihash()]
  const proof = await fast.solve(challenge, 1)
  if (plain.check(challenge, proof) !== fast.check(challenge, proof)) throw new Error('The two forms disagree.')
  const search = (puzzle: Puzzle, count: Count) => () => searching(puzzle, challenge, ms, count)
  const { ours, peer, searches, plainSearches, checks } = await inTurns(
    {
      ours: search(doubleSha256, ({ tries }) => tries),
      peer: async () => hashing(ms),
      searches: search(fast, (_, reports) => reports),
      plainSearches: search(plain, (_, reports) => reports),
      checks: async () => repeated(() => fast.check(challenge, proof), ms),
    },
    { runs, warmUp: true },
  )
  const puzzleRatio = ratioOf(searches, plainSearches)
  return {
    ours,
    peer,
    marks: [
      {
        name: "the ledger's puzzle against its plain form, ratio",
        better: 'more',
        first: 3,
        goal: 8,
        value: puzzleRatio,
      },
      { name: 'checks of the puzzle a second', better: 'more', first: 10_000, goal: 20_000, value: median(checks) },
    ],
    further: { puzzle: fast.name, searchesPerSecond: median(searches), plainSearchesPerSecond: median(plainSearches) },
  }
}

type Count = (progress: { tries: number }, reports: number) => number

/** What a puzzle does in a second, until the time is over: it is asked for more than it can find. */
async function searching(puzzle: Puzzle, challenge: Uint8Array, ms: number, count: Count): Promise<number> {
  const start = performance.now()
  const stop = new AbortController()
  let [done, end, reports] = [0, start, 0]
  const onProgress = (progress: { tries: number }): void => {
    end = performance.now()
    done = count(progress, ++reports)
    if (end - start > ms) stop.abort()
  }
  await puzzle
    .solve(challenge, Number.MAX_SAFE_INTEGER, { signal: stop.signal, onProgress })
    .catch((error: unknown) => {
      if (!stop.signal.aborted) throw error
    })
  return done / ((end - start) / 1_000)
}

/** What Node does best: 40 bytes as our stamps have them, in one call each, without text. */
function hashing(ms: number): number {
  const bytes = randomBytes(40)
  return repeated(() => hash('sha256', hash('sha256', bytes, 'buffer'), 'buffer'), ms)
}

function repeated(work: () => unknown, ms: number): number {
  const start = performance.now()
  let count = 0
  for (; performance.now() - start < ms / 2; count += 100) for (let i = 0; i < 100; i++) work()
  return count / ((performance.now() - start) / 1_000)
}
