export { InvalidKeyError } from './errors.ts'
export type { KeyPair } from './key-pair.ts'
export { parsePublicKey, publicKeyFromBytes, publicKeyToBytes } from './public-key.ts'
export type { PublicKey } from './public-key.ts'
