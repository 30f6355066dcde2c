import { sha256 as portable } from '@noble/hashes/sha2.js'

// Node's own is several times as fast; asking the process for it, instead of importing it, leaves bundlers alone.
const native = globalThis.process?.getBuiltinModule?.('node:crypto')

export const sha256: (bytes: Uint8Array) => Uint8Array = native
  ? (bytes) => new Uint8Array(native.hash('sha256', bytes, 'buffer'))
  : portable
