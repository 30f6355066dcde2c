import type { CID } from 'multiformats/cid'
import { equals } from 'multiformats/bytes'
import type { Bytes } from './block-source.ts'

const SHA2_256 = 0x12
const SHA2_512 = 0x13
const IDENTITY = 0x00

// Node's own is synchronous, and starts no task for each block. Asking the process for it leaves bundlers alone.
const native = globalThis.process?.getBuiltinModule?.('node:crypto')

type Hash = (bytes: Bytes) => Uint8Array | Promise<Uint8Array>

function hashBy(name: 'SHA-256' | 'SHA-512'): Hash {
  if (native) return (bytes) => hashed(native, name.replace('-', ''), bytes)
  return async (bytes) => new Uint8Array(await crypto.subtle.digest(name, bytes.subarray() as Uint8Array<ArrayBuffer>))
}

// On the main thread: by a thread of its own a gigabyte takes a quarter more processor time, and both ends have few.
function hashed({ createHash, hash }: NonNullable<typeof native>, name: string, bytes: Bytes): Uint8Array {
  if (bytes instanceof Uint8Array) return hash(name, bytes, 'buffer')
  const whole = createHash(name)
  for (const piece of bytes) whole.update(piece)
  return whole.digest()
}

export const sha256: Hash = hashBy('SHA-256')
const sha512 = hashBy('SHA-512')

/** Whether bytes are what a CID names. */
export async function isBlock({ multihash }: CID, bytes: Bytes): Promise<boolean> {
  if (multihash.code === SHA2_256) return equals(await sha256(bytes), multihash.digest)
  if (multihash.code === SHA2_512) return equals(await sha512(bytes), multihash.digest)
  return multihash.code === IDENTITY && equals(bytes.subarray(), multihash.digest)
}

/** Whether bytes can be checked against this CID here. */
export function canCheck({ multihash: { code, size } }: CID): boolean {
  // A short hash is found again by anyone who tries for a while.
  return (code === SHA2_256 && size === 32) || (code === SHA2_512 && size === 64) || code === IDENTITY
}
