import { runProgram } from '../harness/programs.ts'
import { inTurns } from '../harness/in-turns.ts'
import type { RunOptions } from '../harness/question.ts'
import type { Result, Settings } from './measure.ts'

export interface Size {
  readonly setUpMs: number
  readonly bytesPerPeer: number
}

export interface Both<T> {
  readonly lazyTree: readonly T[]
  readonly gossipsub: readonly T[]
}

const SIDES = ['lazyTree', 'gossipsub'] as const
type Scale = Omit<Settings, 'side' | 'seed'>

/** Every run of each side is a process of its own, with a network of its own: the same of both in one turn. */
export function compare(scale: Scale, { seed, runs, progress }: RunOptions): Promise<Both<Result>> {
  return inTurns(
    bySide(async (side, run) => {
      const settings: Settings = { ...scale, side, seed: seed + run }
      const result = await runProgram<Result>(new URL('./side.ts', import.meta.url), JSON.stringify(settings))
      progress(
        `${run + 1} ${side}: ${result.cpuPerDeliveryUs.toFixed(0)} µs, ${result.copiesPerDelivery.toFixed(2)} copies`,
      )
      return result
    }),
    { runs },
  )
}

export function compareSizes(peers: number, degree: number, { seed, runs, progress }: RunOptions): Promise<Both<Size>> {
  return inTurns(
    bySide(async (side, run) => {
      const program = new URL('./size.ts', import.meta.url)
      const size = await runProgram<Size>(program, side, peers, degree, seed + run)
      progress(
        `${run + 1} ${side}: ${(size.bytesPerPeer / 1_000).toFixed(0)} kB, ${(size.setUpMs / 1_000).toFixed(1)} s`,
      )
      return size
    }),
    { runs },
  )
}

function bySide<T>(work: (side: (typeof SIDES)[number], run: number) => Promise<T>) {
  return {
    lazyTree: (run: number) => work('lazyTree', run),
    gossipsub: (run: number) => work('gossipsub', run),
  }
}
