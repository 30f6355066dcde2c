import type { Puzzle, SolveOptions } from '../puzzle.ts'
import { sha256 } from '../sha256.ts'
import { defaultThreads } from './default-threads.ts'
import { compileEquihash, createChecker, createSolver } from './engine.ts'
import { LEDGER, type Parameters } from './parameters.ts'
import { checkPlainly, solvePlainly } from './plain.ts'
import { isInOrder, packedBytes, unpack } from './solution.ts'
import { INPUT_BYTES, inputOf, NONCE_BYTES, type Search, type Solver, workProven } from './tries.ts'

export interface EquihashOptions {
  /**
   * Workers that search, with 35 MB each. With 0 it is searched in this thread, which is held for a tenth of a second
   * at a time. @default all cores; in a page, one less
   */
  threads?: number
}

/**
 * The ledger's puzzle, Equihash(108, 5): half a million hashes and 35 MB to search, microseconds to check. A try is one
 * solution, of which a search brings two; it proves as many tries as were to be expected for a hash as small as its own.
 */
export function equihash({ threads = defaultThreads() }: EquihashOptions = {}): Puzzle {
  const module = compileEquihash()
  return createEquihash({
    name: 'equihash-108-5',
    parameters: LEDGER,
    check: module
      ? createChecker(module, LEDGER, INPUT_BYTES)
      : (input, indices) => checkPlainly(LEDGER, input, indices),
    solve: async (search, options) => {
      const { solveHere, solveInThreads } = await import('./solving.ts')
      if (module !== undefined && threads > 0) return solveInThreads({ ...search, module, threads }, options)
      return solveHere(search, module ? createSolver(module, LEDGER, INPUT_BYTES) : plainSolver(LEDGER), options)
    },
  })
}

/** The same in plain JavaScript: slow, for pages that may not run WebAssembly, and to compare with. */
export function plainEquihash(): Puzzle {
  return createEquihash({
    name: 'equihash-108-5, plain',
    parameters: LEDGER,
    check: (input, indices) => checkPlainly(LEDGER, input, indices),
    solve: async (search, options) => (await import('./solving.ts')).solveHere(search, plainSolver(LEDGER), options),
  })
}

const plainSolver =
  (parameters: Parameters): Solver =>
  (input) =>
    solvePlainly(parameters, input)

interface Engine {
  readonly name: string
  readonly parameters: Parameters
  readonly check: (input: Uint8Array, indices: Uint32Array) => boolean
  readonly solve: (search: Search, options: SolveOptions) => Promise<Uint8Array>
}

function createEquihash({ name, parameters, check, solve }: Engine): Puzzle {
  const { digitBits } = parameters
  return {
    name,
    async solve(challenge, work, options = {}) {
      options.signal?.throwIfAborted()
      return solve({ parameters, seed: sha256(challenge), work }, options)
    },
    check(challenge, solution) {
      if (solution.length !== NONCE_BYTES + packedBytes(digitBits)) return 0
      const indices = unpack(solution.subarray(NONCE_BYTES), digitBits)
      if (!isInOrder(indices)) return 0
      const seed = sha256(challenge)
      return check(inputOf(seed, solution.subarray(0, NONCE_BYTES)), indices) ? workProven(seed, solution) : 0
    },
  }
}
