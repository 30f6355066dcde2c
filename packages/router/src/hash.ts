import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { nodeCrypto } from './node-crypto.ts'

/** SHA-256, at once: by Node's own code where there is Node, in a fifth of the time. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return nodeCrypto ? nodeCrypto.hash('sha256', bytes, 'buffer') : nobleSha256(bytes)
}
