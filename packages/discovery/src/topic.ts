import { sha256 } from '@noble/hashes/sha2.js'

/** Under which peers of one network find each other: the hash of its name, 32 bytes. */
export function topicKey(topic: string): Uint8Array {
  return sha256(new TextEncoder().encode(`hydra topic ${topic}`))
}

export const TOPIC_BYTES = 32
