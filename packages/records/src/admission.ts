import { whyNotCanonical } from './canonical.ts'
import { type Key, keyOf, MAX_ORDER_BYTES } from './key.ts'
import type { Judgement, Validate } from './record-set.ts'
import { sha256 } from './sha256.ts'

/** A record that was judged valid. */
export interface Candidate {
  readonly key: Key
  readonly order: Uint8Array
  readonly bytes: Uint8Array
}

/**
 * Judges one record: the candidate, or why it is refused. The only door by which records come in. A promise only where
 * the kind's own rule makes one: a million records are judged in a second.
 */
export type Judge = (bytes: Uint8Array) => Candidate | string | Promise<Candidate | string>

export function createJudge(validate: Validate, maxRecordBytes: number): Judge {
  return (bytes) => {
    if (bytes.length > maxRecordBytes) return `it has ${bytes.length} bytes, more than ${maxRecordBytes}`
    const reason = whyNotCanonical(bytes)
    if (reason !== undefined) return reason
    try {
      const judgement = validate(bytes)
      if (!('then' in judgement)) return candidateOf(bytes, judgement)
      return judgement.then((late) => candidateOf(bytes, late)).catch(whyFailed)
    } catch (error) {
      return whyFailed(error)
    }
  }
}

function candidateOf(bytes: Uint8Array, judgement: Judgement): Candidate | string {
  if (!judgement.valid) return judgement.reason
  const { order } = judgement
  if (order.length > MAX_ORDER_BYTES) return `its order is longer than ${MAX_ORDER_BYTES} bytes`
  return { key: keyOf(order, sha256(bytes)), order, bytes }
}

// A validator that trips over hostile bytes has refused them; it must not end the session of an honest peer.
function whyFailed(error: unknown): string {
  return `its validation failed: ${error instanceof Error ? error.message : String(error)}`
}
