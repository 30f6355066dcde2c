import { decodeRecord, encodeRecord, type Validate } from '@hydra/records'

/** A small valid record: a place in the order, and something to tell it from others. */
export function sampleRecord(order: number, text = ''): Uint8Array {
  return encodeRecord([order, text])
}

/** The order of a sample is the number it carries, in four bytes. As `@hydra/records/testing` has it, without vitest. */
export const validateSample: Validate = (bytes) => {
  const content = decodeRecord(bytes)
  const order: unknown = Array.isArray(content) ? content[0] : undefined
  if (typeof order !== 'number' || !Number.isInteger(order)) return { valid: false, reason: 'it is not a sample' }
  const place = new Uint8Array(4)
  new DataView(place.buffer).setUint32(0, order)
  return { valid: true, order: place }
}
