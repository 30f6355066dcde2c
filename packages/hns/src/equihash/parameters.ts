/** Which Equihash: k is 5 throughout, and n six digits. */
export interface Parameters {
  readonly digitBits: number
  /** Sixteen bytes that keep solutions for one purpose from serving another. */
  readonly personal: Uint8Array
}

export const INDICES = 32
const LEVELS = 5

/** Equihash(n, 5). The name is of eight characters; n and k follow it, as Zcash has it. */
export function parametersOf(n: number, name: string): Parameters {
  const personal = new Uint8Array(16)
  personal.set(new TextEncoder().encode(name))
  const view = new DataView(personal.buffer)
  view.setUint32(8, n, true)
  view.setUint32(12, LEVELS, true)
  return { digitBits: n / (LEVELS + 1), personal }
}

/** What the ledger takes: n = 108, half a million hashes and 35 MB to solve. */
export const LEDGER = parametersOf(108, 'HydraHns')

/** Bytes of one hash, and hashes out of one digest of BLAKE2b. */
export function hashesOf({ digitBits }: Parameters): { bytes: number; perDigest: number } {
  const bits = digitBits * (LEVELS + 1)
  return { bytes: Math.ceil(bits / 8), perDigest: Math.floor(512 / bits) }
}
