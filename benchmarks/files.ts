// F1, F4, F5, F6, F7: how fast is a file, do more providers help, how soon does it play, how fast is adding, what does
// a liar cost? Both sides in processes of their own, over TCP, noise and yamux on loopback, A/B/A/B; medians.
//
//   node benchmarks/files.ts F1|F4|F5|F6|F7 [--mib 1024] [--runs 5] [--seed 7] [--json]
//
// F1 takes Helia as its peer: `pnpm install --ignore-workspace` in benchmarks/peers first.
import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { createFiles } from '@hydra/files'
import { content } from './files/content.ts'
import { type Fetched, fetchBy, provide, type Provider } from './files/processes.ts'
import { median } from './gossip/statistics.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    mib: { type: 'string', default: '1024' },
    runs: { type: 'string', default: '5' },
    seed: { type: 'string', default: '7' },
    json: { type: 'boolean', default: false },
  },
})
const BYTES = Number(values.mib) * 1024 * 1024
const RUNS = Number(values.runs)
const OURS = './provide.ts'
const HELIA = '../peers/helia.mjs'

interface Result {
  readonly question: string
  readonly metric: string
  readonly ours: number
  readonly peer: number
  readonly peerName: string
  readonly ratio: number
  readonly first: number
  readonly goal: number
  /** Whether more is better. */
  readonly more: boolean
  readonly further?: Record<string, unknown>
}

const questions: Readonly<Record<string, () => Promise<Result>>> = {
  F1: oneProvider,
  F4: fourProviders,
  F5: firstByte,
  F6: adding,
  F7: oneLiar,
}
/** Runs two sides in turns, and gives each one's figures. */
async function inTurns(
  a: () => Promise<Fetched>,
  b: () => Promise<Fetched>,
): Promise<[readonly Fetched[], readonly Fetched[]]> {
  const [left, right]: [Fetched[], Fetched[]] = [[], []]
  for (let run = 0; run < RUNS; run++) {
    left.push(await a())
    right.push(await b())
  }
  return [left, right]
}

const speed = (runs: readonly Fetched[]) => median(runs.map(({ bytes, ms }) => bytes / ms / 1_000))

async function using<T>(
  providers: readonly Provider[],
  use: (addresses: string, cid: string) => Promise<T>,
): Promise<T> {
  try {
    return await use(providers.map(({ address }) => address).join(','), providers[0]?.cid ?? '')
  } finally {
    await Promise.all(providers.map((each) => each.stop()))
  }
}

const several = (count: number, ...options: string[]) =>
  Promise.all(Array.from({ length: count }, () => provide(OURS, BYTES, values.seed, ...options)))

async function oneProvider(): Promise<Result> {
  const [mine, theirs] = [await provide(OURS, BYTES, values.seed), await provide(HELIA, 'provide', BYTES, values.seed)]
  return using([mine, theirs], async () => {
    const [ours, helia] = await inTurns(
      () => fetchBy('./fetch.ts', mine.cid, mine.address),
      () => fetchBy(HELIA, 'fetch', theirs.cid, theirs.address),
    )
    const [a, b] = [speed(ours), speed(helia)]
    return {
      question: 'how fast is a file?',
      metric: 'MB/s from one provider, verified',
      ours: a,
      peer: b,
      peerName: 'Helia 7 bitswap',
      ratio: a / b,
      first: 5,
      goal: 10,
      more: true,
      further: { firstByteMs: [ours, helia].map((runs) => median(runs.map(({ firstMs }) => firstMs))) },
    }
  })
}

async function fourProviders(): Promise<Result> {
  const RATE = 8_000_000
  return using(await several(4, '--rate', String(RATE)), async (addresses, cid) => {
    const runs: Fetched[] = []
    for (let run = 0; run < RUNS; run++) runs.push(await fetchBy('./fetch.ts', cid, addresses, '--pin'))
    const [ours, sum] = [speed(runs), (4 * RATE) / 1_000_000]
    const duplicateShare = median(runs.map(({ duplicateBytes = 0 }) => duplicateBytes / BYTES))
    return {
      question: 'do more providers help?',
      metric: `MB/s from four providers of ${RATE / 1_000_000} MB/s each, against their sum`,
      ours,
      peer: sum,
      peerName: 'the sum of their limits',
      ratio: ours / sum,
      first: 0.9,
      goal: 0.95,
      more: true,
      further: { duplicateShare },
    }
  })
}

async function firstByte(): Promise<Result> {
  const plain = await provide(OURS, BYTES, values.seed)
  return using([plain], async () => {
    const runs: Fetched[] = []
    for (let run = 0; run < RUNS; run++) runs.push(await fetchBy('./fetch.ts', plain.cid, plain.address, '--seek'))
    const [first, sought] = [median(runs.map((run) => run.firstMs)), median(runs.map((run) => run.seekMs ?? 0))]
    return {
      question: 'how soon does it play?',
      metric: 'ms to the first byte, against ms to nine tenths; loopback has no round trips to count',
      ours: first,
      peer: sought,
      peerName: 'our own seek',
      ratio: first / sought,
      first: 3,
      goal: 2,
      more: false,
    }
  })
}

async function adding(): Promise<Result> {
  const pieces = [...content(Math.min(BYTES, 256 * 1024 * 1024), Number(values.seed))]
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const nowhere = {
    has: () => false,
    put: async (cid: never) => cid,
    delete: () => {},
    async *get() {},
    async *getAll() {},
  }
  const files = await createFiles({ blocks: nowhere })
  async function* source() {
    yield* pieces
  }
  const [ours, peer]: [number[], number[]] = [[], []]
  for (let run = 0; run < RUNS; run++) {
    // Processor time, as openssl counts it: others may be busy on the machine.
    const before = process.cpuUsage()
    await files.add(source())
    const { user, system } = process.cpuUsage(before)
    ours.push(bytes / (user + system))
    peer.push(opensslSpeed())
  }
  const [a, b] = [median(ours), median(peer)]
  return {
    question: 'how fast is adding?',
    metric: 'MB per second of processor time, into a store that keeps nothing',
    ours: a,
    peer: b,
    peerName: 'openssl speed sha256',
    ratio: a / b,
    first: 0.7,
    goal: 0.9,
    more: true,
  }
}

function opensslSpeed(): number {
  const options = ['speed', '-seconds', '1', '-bytes', '1048576', '-evp', 'sha256']
  const said = execFileSync('openssl', options, { stdio: ['ignore', 'pipe', 'ignore'] }).toString()
  return Number(/([\d.]+)k\s*$/.exec(said)?.[1]) / 1_000
}

async function oneLiar(): Promise<Result> {
  const honest = await several(4)
  const liar = await provide(OURS, BYTES, values.seed, '--lie')
  return using([...honest, liar], async (_, cid) => {
    const addresses = honest.map(({ address }) => address)
    const [four, three] = await inTurns(
      () => fetchBy('./fetch.ts', cid, addresses.join(',')),
      () => fetchBy('./fetch.ts', cid, [...addresses.slice(1), liar.address].join(',')),
    )
    const [without, with_] = [four, three].map((runs) => median(runs.map(({ ms }) => ms))) as [number, number]
    return {
      question: 'what does a liar cost?',
      metric: 'ms with one poisoned provider of four, against four sound ones',
      ours: with_,
      peer: without,
      peerName: 'four sound providers',
      ratio: with_ / without,
      first: 1.3,
      goal: 1.1,
      more: false,
      further: { dropped: three.map(({ dropped = [] }) => dropped.length) },
    }
  })
}

function report(id: string, { more, further, ...result }: Result): void {
  const reaches = (mark: number) => (more ? result.ratio >= mark : result.ratio <= mark)
  const verdict = reaches(result.goal) ? 'goal' : reaches(result.first) ? 'first' : 'short'
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD']).toString().trim()
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`
  const command = `node benchmarks/files.ts ${id} --mib ${values.mib} --runs ${values.runs} --seed ${values.seed} --json`
  const all = { id, ...result, verdict, machine, commit, seed: Number(values.seed), command, ...further }
  console.table({ ours: result.ours, [result.peerName]: result.peer, ratio: result.ratio })
  console.log(values.json ? JSON.stringify(all) : `${id}: ${result.question} ${result.metric}: ${verdict}`)
}

const [id = 'F1'] = positionals
const ask = questions[id]
if (!ask) throw new Error(`There is no question ${id} here. Ask one of ${Object.keys(questions).join(', ')}.`)
report(id, await ask())
