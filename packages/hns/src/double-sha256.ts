import { sha256 } from '@noble/hashes/sha2.js'
import type { Puzzle, SolveOptions } from './puzzle.ts'

// The page or the loop gets its turn this often: about 10 ms of hashing.
const TRIES_BETWEEN_PAUSES = 4096
const NONCE_BYTES = 8

/** Double SHA-256, for small stamps and for tests. Rented hardware makes it worthless for a ledger. */
export const doubleSha256: Puzzle = {
  name: 'double-sha256',
  async solve(challenge, work, options = {}) {
    const solution = new Uint8Array(NONCE_BYTES)
    const view = new DataView(solution.buffer)
    for (let tries = 1; ; tries++) {
      view.setBigUint64(0, BigInt(tries))
      if (this.check(challenge, solution) >= work) return solution
      if (tries % TRIES_BETWEEN_PAUSES === 0) await pause(tries, work, options)
    }
  },
  check(challenge, solution) {
    if (solution.length !== NONCE_BYTES) return 0
    const hash = sha256(sha256(Uint8Array.of(...challenge, ...solution)))
    const head = new DataView(hash.buffer, hash.byteOffset).getBigUint64(0)
    return head === 0n ? Number.MAX_SAFE_INTEGER : Number(2n ** 64n / head)
  },
}

async function pause(tries: number, expectedTries: number, options: SolveOptions): Promise<void> {
  options.onProgress?.({ tries, expectedTries })
  await new Promise((resolve) => setTimeout(resolve))
  options.signal?.throwIfAborted()
}
