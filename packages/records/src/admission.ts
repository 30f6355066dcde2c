import { whyNotCanonical } from './canonical.ts'
import { type Key, keyOf, MAX_ORDER_BYTES } from './key.ts'
import type { Validate } from './record-set.ts'
import { sha256 } from './sha256.ts'

/** A record that was judged valid. */
export interface Candidate {
  readonly key: Key
  readonly order: Uint8Array
  readonly bytes: Uint8Array
}

/** Judges one record: the candidate, or why it is refused. The only door by which records come in. */
export type Judge = (bytes: Uint8Array) => Promise<Candidate | string>

export function createJudge(validate: Validate, maxRecordBytes: number): Judge {
  return async (bytes) => {
    if (bytes.length > maxRecordBytes) return `it has ${bytes.length} bytes, more than ${maxRecordBytes}`
    const reason = whyNotCanonical(bytes)
    if (reason !== undefined) return reason
    const judgement = await judged(validate, bytes)
    if (!judgement.valid) return judgement.reason
    const { order } = judgement
    if (order.length > MAX_ORDER_BYTES) return `its order is longer than ${MAX_ORDER_BYTES} bytes`
    return { key: keyOf(order, sha256(bytes)), order, bytes }
  }
}

async function judged(validate: Validate, bytes: Uint8Array): Promise<Awaited<ReturnType<Validate>>> {
  try {
    return await validate(bytes)
  } catch (error) {
    // A validator that trips over hostile bytes has refused them; it must not end the session of an honest peer.
    return { valid: false, reason: `its validation failed: ${error instanceof Error ? error.message : String(error)}` }
  }
}
