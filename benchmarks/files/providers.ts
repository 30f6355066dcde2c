import { type Program, runProgram, startProgram } from '../harness/programs.ts'
import { inTurns } from '../harness/in-turns.ts'
import type { Answer, RunOptions } from '../harness/question.ts'
import { median } from '../harness/statistics.ts'
import { delayed } from './delay.ts'

export interface Provided {
  readonly cid: string
  readonly address: string
}

export interface Fetched {
  readonly bytes: number
  readonly firstMs: number
  readonly ms: number
  readonly duplicateBytes?: number
  readonly dropped?: readonly string[]
  readonly seekMs?: number
  readonly sha256?: string
}

const PROVIDE = new URL('./provide.ts', import.meta.url)
const FETCH = new URL('./fetch.ts', import.meta.url)
const MIB = 1024 * 1024

export const bytesOf = ({ short }: RunOptions): number => (short ? 64 : 1024) * MIB
export const speedOf = ({ bytes, ms }: Fetched): number => bytes / ms / 1_000
export const provide = (...args: readonly (string | number)[]) => startProgram<Provided>(PROVIDE, ...args)
export const fetchFrom = (cid: string, addresses: readonly string[], ...args: readonly string[]) =>
  runProgram<Fetched>(FETCH, cid, addresses.join(','), ...args)

/** What a reader does with providers that are stopped afterwards, whatever happens. */
export async function using<Said, T>(
  starting: readonly Promise<Program<Said>>[],
  work: (said: readonly Said[]) => Promise<T>,
): Promise<T> {
  const started = await Promise.allSettled(starting)
  const programs = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  try {
    for (const each of started) if (each.status === 'rejected') throw each.reason as Error
    return await work(programs.map(({ said }) => said))
  } finally {
    await Promise.all(programs.map((each) => each.stop()))
  }
}

const four = (bytes: number, seed: number, ...args: string[]) =>
  Array.from({ length: 4 }, () => provide(bytes, seed, ...args))

export async function fourCapped(options: RunOptions): Promise<Answer> {
  const RATE = 8_000_000
  const bytes = bytesOf(options) / 4
  return using(four(bytes, options.seed, '--rate', String(RATE)), async (said) => {
    const addresses = said.map(({ address }) => address)
    const { ours } = await inTurns({ ours: () => fetchFrom(said[0]!.cid, addresses, '--pin') }, options)
    const duplicates = median(ours.map(({ duplicateBytes = 0 }) => duplicateBytes / bytes))
    return {
      ours: ours.map(speedOf),
      peer: ours.map(() => (4 * RATE) / 1_000_000),
      marks: [{ name: 'bytes fetched twice, share', better: 'less', first: 0.03, goal: 0.01, value: duplicates }],
      further: { bytes },
    }
  })
}

export async function fourUncapped(options: RunOptions): Promise<Answer> {
  const bytes = bytesOf(options)
  return using(four(bytes, options.seed), async (said) => {
    const addresses = said.map(({ address }) => address)
    const sides = await inTurns(
      {
        ours: () => fetchFrom(said[0]!.cid, addresses),
        peer: () => fetchFrom(said[0]!.cid, addresses.slice(0, 1)),
      },
      options,
    )
    return { ours: sides.ours.map(speedOf), peer: sides.peer.map(speedOf), further: { bytes } }
  })
}

export async function oneLiar(options: RunOptions): Promise<Answer> {
  const bytes = bytesOf(options)
  const providers = [...four(bytes, options.seed), provide(bytes, options.seed, '--lie')]
  return using(providers, async (said) => {
    const addresses = said.map(({ address }) => address)
    const sound = await fetchFrom(said[0]!.cid, addresses.slice(0, 1), '--hash')
    const sides = await inTurns(
      {
        ours: () => fetchFrom(said[0]!.cid, addresses.slice(1), '--hash'),
        peer: () => fetchFrom(said[0]!.cid, addresses.slice(0, 4), '--hash'),
      },
      options,
    )
    const wrong = [...sides.ours, ...sides.peer].filter(({ sha256 }) => sha256 !== sound.sha256)
    return {
      ours: sides.ours.map(({ ms }) => ms),
      peer: sides.peer.map(({ ms }) => ms),
      marks: [{ name: 'files with a bad byte', better: 'less', first: 0, goal: 0, value: wrong.length }],
      further: { bytes, dropped: sides.ours.map(({ dropped = [] }) => dropped) },
    }
  })
}

/** Loopback has no round trips to count: a proxy between the two holds every byte back for half of one. */
export async function firstByte(options: RunOptions): Promise<Answer> {
  const ROUND_TRIP_MS = 100
  const bytes = bytesOf(options) / 4
  return using([provide(bytes, options.seed)], async ([said]) => {
    await using proxy = await delayed(said!.address, ROUND_TRIP_MS / 2)
    const { ours } = await inTurns({ ours: () => fetchFrom(said!.cid, [proxy.address], '--seek') }, options)
    const seek = median(ours.map(({ seekMs = Number.NaN }) => seekMs)) / ROUND_TRIP_MS
    return {
      ours: ours.map(({ firstMs }) => firstMs / ROUND_TRIP_MS),
      peer: ours.map(() => 1),
      marks: [{ name: 'round trips to the first byte after a seek', better: 'less', first: 3, goal: 2, value: seek }],
      further: { bytes, roundTripMs: ROUND_TRIP_MS, connected: 'before the clock starts' },
    }
  })
}
