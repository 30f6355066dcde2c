import { encodeRecord } from '../record.ts'
import type { Validate } from '../record-set.ts'
import { decodeRecord } from '../record.ts'

/** A small valid record for tests: a place in the order, and something to tell it from others. */
export function sampleRecord(order: number, text = ''): Uint8Array {
  return encodeRecord([order, text])
}

/** Accepts sample records; their order is the number they carry, in four bytes, and then they are told apart by id. */
export const validateSample: Validate = (bytes) => {
  const content = decodeRecord(bytes)
  const order = Array.isArray(content) && content.length === 2 ? (content[0] as unknown) : undefined
  if (typeof order !== 'number' || !Number.isInteger(order)) return { valid: false, reason: 'it is not a sample' }
  const place = new Uint8Array(4)
  new DataView(place.buffer).setUint32(0, order)
  return { valid: true, order: place }
}
