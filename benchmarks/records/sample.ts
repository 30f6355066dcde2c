import { encodeRecord, type Validate } from '@hydra/records'

/** A record of some 160 bytes whose place is all over the order, as authors' keys are. */
export function sample(seed: number, index: number, bytes = 150): Uint8Array {
  const place = Math.imul(index, 0x9e3779b1) >>> 1
  return encodeRecord([2 ** 31 + place, `${seed}.${index}`.padEnd(bytes)])
}

/** A cheap rule, so that what is measured is not the rule: the place is in the first bytes. */
export const validate: Validate = (bytes) => ({ valid: true, order: bytes.subarray(2, 6) })
