import { sha256 } from '@noble/hashes/sha2.js'

/** Finds the 8 bytes that stamp a record. One that a native library or a worker computes is as good. */
export type Solve = (challenge: Uint8Array, work: number, options: { signal?: AbortSignal }) => Promise<Uint8Array>

/** Expected tries: a fraction of a second for one record, and a day of one core for half a million. */
export const STAMP_WORK = 2 ** 16
export const STAMP_BYTES = 8
const TRIES_BETWEEN_PAUSES = 4096

/** The work that a stamp proves, in expected double SHA-256. */
export function workOf(challenge: Uint8Array, stamp: Uint8Array): number {
  const hash = sha256(sha256(Uint8Array.of(...challenge, ...stamp)))
  const head = new DataView(hash.buffer, hash.byteOffset).getBigUint64(0)
  return head === 0n ? Number.MAX_SAFE_INTEGER : Number(2n ** 64n / head)
}

export const solveStamp: Solve = async (challenge, work, { signal }) => {
  const stamp = new Uint8Array(STAMP_BYTES)
  const view = new DataView(stamp.buffer)
  for (let tries = 1; ; tries++) {
    view.setBigUint64(0, BigInt(tries))
    if (workOf(challenge, stamp) >= work) return stamp
    if (tries % TRIES_BETWEEN_PAUSES !== 0) continue
    await new Promise((resolve) => setTimeout(resolve))
    signal?.throwIfAborted()
  }
}
