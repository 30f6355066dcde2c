import { countTries, pause } from '../progress.ts'
import type { SolveOptions } from '../puzzle.ts'
import { bestOf, inputOf, NONCE_BYTES, type Search, type Solver } from './tries.ts'

export { solveInThreads } from './threads.ts'

/** Searches in this thread, which has its turn now and then. */
export async function solveHere(search: Search, solver: Solver, options: SolveOptions): Promise<Uint8Array> {
  const nonce = globalThis.crypto.getRandomValues(new Uint32Array(NONCE_BYTES / 4))
  const bytes = new Uint8Array(nonce.buffer)
  const report = countTries(search.work, options)
  for (;;) {
    const { tries, found } = bestOf(search, bytes, solver(inputOf(search.seed, bytes)))
    if (found !== undefined) return found
    report(tries)
    await pause(options.signal)
    nonce[1] = (nonce[1] as number) + 1
  }
}
