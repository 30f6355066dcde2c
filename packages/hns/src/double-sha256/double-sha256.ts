import { countTries, pause } from '../progress.ts'
import type { Puzzle } from '../puzzle.ts'
import { sha256 } from '../sha256.ts'
import { workOf } from '../target.ts'
import { createSearch } from './search.ts'

// The page or the loop gets its turn this often: a few milliseconds of hashing, with and without WebAssembly.
const TRIES_BETWEEN_PAUSES = 32_768
const TRIES_BETWEEN_PLAIN_PAUSES = 1024
// Below it, setting up the module takes longer than the search.
const LEAST_WORK_IN_LANES = 4096
const NONCE_BYTES = 8

/**
 * Double SHA-256 of the challenge's own hash and a nonce, for small stamps and for tests. Rented hardware makes it
 * worthless for a ledger.
 */
export const doubleSha256: Puzzle = {
  name: 'double-sha256',
  async solve(challenge, work, options = {}) {
    const seed = sha256(challenge)
    const search = work < LEAST_WORK_IN_LANES ? undefined : createSearch(seed, Math.floor(2 ** 32 / work))
    const step = search === undefined ? TRIES_BETWEEN_PLAIN_PAUSES : TRIES_BETWEEN_PAUSES
    const report = countTries(work, options)
    // A search that begins anew must not try again what it has tried.
    let nonce = BigInt(globalThis.crypto.getRandomValues(new Uint32Array(1))[0] as number) << 32n
    for (;;) {
      const found = findIn(seed, work, nonce, step, search)
      if (found !== undefined) return found
      nonce += BigInt(step)
      report(step)
      await pause(options.signal)
    }
  },
  check(challenge, solution) {
    return solution.length === NONCE_BYTES ? workProven(sha256(challenge), solution) : 0
  },
}

function findIn(
  seed: Uint8Array,
  work: number,
  from: bigint,
  count: number,
  search: ReturnType<typeof createSearch>,
): Uint8Array | undefined {
  const end = from + BigInt(count)
  for (let nonce = from; nonce < end; ) {
    const four = search === undefined ? nonce : search(nonce, Number(end - nonce))
    if (four === undefined) return undefined
    const last = search === undefined ? four + 1n : four + 4n
    for (nonce = four; nonce < last; nonce++) {
      const solution = nonceBytes(nonce)
      if (workProven(seed, solution) >= work) return solution
    }
  }
  return undefined
}

function nonceBytes(nonce: bigint): Uint8Array {
  const bytes = new Uint8Array(NONCE_BYTES)
  new DataView(bytes.buffer).setBigUint64(0, nonce)
  return bytes
}

function workProven(seed: Uint8Array, solution: Uint8Array): number {
  const message = new Uint8Array(seed.length + NONCE_BYTES)
  message.set(seed)
  message.set(solution, seed.length)
  return workOf(sha256(sha256(message)))
}
