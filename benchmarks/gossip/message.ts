import { generateKeyPairSync, randomFillSync, sign, verify } from 'node:crypto'

// The first bytes are random, so that they identify the message; the last 64 are the signature over the rest.
const length = 1_024
const { publicKey, privateKey } = generateKeyPairSync('ed25519')

export function createMessage(): Uint8Array {
  const bytes = randomFillSync(new Uint8Array(length))
  bytes.set(sign(null, bytes.subarray(0, length - 64), privateKey), length - 64)
  return bytes
}

export function isGenuine(bytes: Uint8Array): boolean {
  return verify(null, bytes.subarray(0, length - 64), publicKey, bytes.subarray(length - 64))
}

export function messageIdOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, 16).toString('latin1')
}
