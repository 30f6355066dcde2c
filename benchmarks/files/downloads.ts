import { inTurns } from '../harness/in-turns.ts'
import { needPeers } from '../harness/peers.ts'
import { runProgram, startProgram } from '../harness/programs.ts'
import type { Answer, RunOptions } from '../harness/question.ts'
import { median } from '../harness/statistics.ts'
import { bytesOf, type Fetched, fetchFrom, provide, type Provided, speedOf, using } from './providers.ts'

const HELIA = new URL('../peers/helia.mjs', import.meta.url)

/** One provider and one reader, each in a process of its own; every turn is a new reader. */
export async function downloads(options: RunOptions): Promise<Answer> {
  await needPeers(options.progress)
  const bytes = bytesOf(options)
  const providers = [provide(bytes, options.seed), startProgram<Provided>(HELIA, 'provide', bytes, options.seed)]
  return using(providers, async ([mine, theirs]) => {
    const { ours, peer } = await inTurns(
      {
        ours: () => fetchFrom(mine!.cid, [mine!.address]),
        peer: () => runProgram<Fetched>(HELIA, 'fetch', theirs!.cid, theirs!.address),
      },
      options,
    )
    const firstByteMs = [ours, peer].map((side) => median(side.map(({ firstMs }) => firstMs)))
    return { ours: ours.map(speedOf), peer: peer.map(speedOf), further: { bytes, firstByteMs } }
  })
}
