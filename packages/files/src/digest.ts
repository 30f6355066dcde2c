import type { CID } from 'multiformats/cid'
import { equals } from 'multiformats/bytes'

const SHA2_256 = 0x12
const SHA2_512 = 0x13
const IDENTITY = 0x00

// Node's own is synchronous, and starts no task for each block. Asking the process for it leaves bundlers alone.
const native = globalThis.process?.getBuiltinModule?.('node:crypto')

type Hash = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>

function hashBy(name: 'SHA-256' | 'SHA-512'): Hash {
  if (native) return (bytes) => native.hash(name.replace('-', ''), bytes, 'buffer')
  return async (bytes) => new Uint8Array(await crypto.subtle.digest(name, bytes as Uint8Array<ArrayBuffer>))
}

export const sha256: Hash = hashBy('SHA-256')
const sha512 = hashBy('SHA-512')

/** Whether bytes are what a CID names. */
export async function isBlock({ multihash }: CID, bytes: Uint8Array): Promise<boolean> {
  if (multihash.code === SHA2_256) return equals(await sha256(bytes), multihash.digest)
  if (multihash.code === SHA2_512) return equals(await sha512(bytes), multihash.digest)
  return multihash.code === IDENTITY && equals(bytes, multihash.digest)
}

/** Whether bytes can be checked against this CID here. */
export function canCheck({ multihash: { code, size } }: CID): boolean {
  // A short hash is found again by anyone who tries for a while.
  return (code === SHA2_256 && size === 32) || (code === SHA2_512 && size === 64) || code === IDENTITY
}
