import { sha256 } from './hash.ts'
import { joinBytes, viewOf } from './bytes.ts'

/** Work that is long to do and quick to check. Everyone in a mesh uses the same. */
export interface Puzzle {
  /** Finds a nonce of less than 2^48 that does `bits` bits of work on the challenge. */
  solve(challenge: Uint8Array, bits: number, signal?: AbortSignal): Promise<number>
  check(challenge: Uint8Array, bits: number, nonce: number): boolean
}

// Between turns others run: a page must not freeze while its tab pays.
const TRIES_PER_TURN = 2_048

/** Leading zero bits of SHA-256: about a microsecond a try in JavaScript, so 16 bits take some 70 ms. */
export function hashPuzzle(): Puzzle {
  return {
    async solve(challenge, bits, signal) {
      if (bits === 0) return 0
      for (let nonce = 0; ; nonce++) {
        if (workOn(challenge, nonce) >= bits) return nonce
        if (nonce % TRIES_PER_TURN !== 0) continue
        signal?.throwIfAborted()
        await new Promise((resolve) => setTimeout(resolve, 0))
      }
    },
    check: (challenge, bits, nonce) => bits === 0 || workOn(challenge, nonce) >= bits,
  }
}

function workOn(challenge: Uint8Array, nonce: number): number {
  const suffix = new Uint8Array(8)
  const view = viewOf(suffix)
  view.setUint32(0, Math.floor(nonce / 2 ** 32))
  view.setUint32(4, nonce % 2 ** 32)
  const hash = viewOf(sha256(joinBytes(challenge, suffix)))
  const first = Math.clz32(hash.getUint32(0))
  return first < 32 ? first : 32 + Math.clz32(hash.getUint32(4))
}
