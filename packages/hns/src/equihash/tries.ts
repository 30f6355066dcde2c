import { sha256 } from '../sha256.ts'
import { workOf } from '../target.ts'
import type { Parameters } from './parameters.ts'
import { pack, putInOrder } from './solution.ts'

export const NONCE_BYTES = 8
export const SEED_BYTES = 32
/** What is hashed in front of an index: the hash of the challenge, and the nonce. */
export const INPUT_BYTES = SEED_BYTES + NONCE_BYTES

/** What is looked for. */
export interface Search {
  readonly parameters: Parameters
  readonly seed: Uint8Array
  readonly work: number
}

/** The candidates of one input. */
export type Solver = (input: Uint8Array) => Uint32Array[]

export function inputOf(seed: Uint8Array, nonce: Uint8Array): Uint8Array {
  return join(seed, nonce)
}

/** The tries to be expected until a solution has a hash as small as this one's. */
export function workProven(seed: Uint8Array, solution: Uint8Array): number {
  return workOf(sha256(join(seed, solution)))
}

/** How many solutions are among the candidates, and the first that proves the work. */
export function bestOf(
  { parameters, seed, work }: Search,
  nonce: Uint8Array,
  candidates: Iterable<Uint32Array>,
): { tries: number; found?: Uint8Array } {
  let tries = 0
  for (const indices of candidates) {
    if (!putInOrder(indices)) continue
    tries++
    const solution = join(nonce, pack(indices, parameters.digitBits))
    if (workProven(seed, solution) >= work) return { tries, found: solution }
  }
  return { tries }
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(one.length + other.length)
  bytes.set(one)
  bytes.set(other, one.length)
  return bytes
}
