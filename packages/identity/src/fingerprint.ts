import { sha256 } from '@noble/hashes/sha2.js'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { joinBytes, utf8 } from './bytes.ts'
import type { PublicKey } from './public-key.ts'
import { publicKeyToBytes } from './public-key.ts'

/** Eight words of eleven bits: 88 bits, the work of finding another key with the same words. */
const WORDS = 8
const BITS_PER_WORD = 11

/**
 * Eight short words that two people read to each other to know that they hold the same key.
 * They are joined by hyphens, and are eight, so that nobody takes them for backup words.
 */
export function fingerprint(key: PublicKey): string {
  const hash = sha256(joinBytes(utf8('hydra fingerprint 1'), publicKeyToBytes(key)))
  let bits = hash.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) >> BigInt(256 - WORDS * BITS_PER_WORD)
  const words: string[] = []
  for (let index = 0; index < WORDS; index++) {
    words.unshift(wordlist[Number(bits & 0x7ffn)] as string)
    bits >>= BigInt(BITS_PER_WORD)
  }
  return words.join('-')
}
