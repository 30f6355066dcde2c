import { scryptAsync } from '@noble/hashes/scrypt.js'
import { decrypt, encrypt } from './aes-gcm.ts'
import { checkText } from './argument.ts'
import { randomBytes, utf8 } from './bytes.ts'
import { WrongPassphraseError } from './errors.ts'
import type { Format } from './format.ts'
import { bytesField, decodeFields, encodeFields, numberField } from './format.ts'

/** A secret encrypted with a passphrase: what stands in a key file, in IndexedDB and in an export. */
export interface SealedIdentity {
  /** scrypt's N is 2 to this power; its memory is 2 to this power KiB. */
  readonly cost: number
  readonly salt: Uint8Array
  readonly nonce: Uint8Array
  readonly ciphertext: Uint8Array
}

const FORMAT: Format = { tag: 'key', what: 'key file', version: 1, maxBytes: 160 }
/** 16 MiB: below, guessing gets cheap. 256 MiB: above, a file from a stranger could exhaust the memory of a phone. */
export const COST_LIMITS = { min: 14, max: 18 } as const
/** 128 MiB, the first of OWASP's recommended settings for scrypt (N = 2^17, r = 8, p = 1). */
export const DEFAULT_COST = 17

/** Encrypts a secret with a passphrase. */
export async function sealIdentity(
  secret: Uint8Array,
  passphrase: string,
  cost: number,
  signal?: AbortSignal,
): Promise<SealedIdentity> {
  const salt = randomBytes(16)
  const nonce = randomBytes(12)
  const key = await stretch(passphrase, salt, cost, signal)
  return { cost, salt, nonce, ciphertext: await encrypt(key, nonce, secret) }
}

/** Decrypts a secret. Throws `WrongPassphraseError`: nothing can tell a wrong passphrase from damaged bytes. */
export async function openSealedIdentity(
  sealed: SealedIdentity,
  passphrase: string,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const key = await stretch(passphrase, sealed.salt, sealed.cost, signal)
  try {
    return await decrypt(key, sealed.nonce, sealed.ciphertext)
  } catch (cause) {
    throw new WrongPassphraseError({ cause })
  }
}

/** Writes a sealed identity as bytes, alike in a file, in a tab and in an export. */
export function encodeSealedIdentity({ cost, salt, nonce, ciphertext }: SealedIdentity): Uint8Array {
  return encodeFields(FORMAT, [cost, salt, nonce, ciphertext])
}

/** Reads what `encodeSealedIdentity` wrote. */
export function decodeSealedIdentity(bytes: Uint8Array): SealedIdentity {
  const [cost, salt, nonce, ciphertext] = decodeFields(FORMAT, bytes, 4)
  return {
    cost: numberField(FORMAT, 'cost', cost, COST_LIMITS.min, COST_LIMITS.max),
    salt: bytesField(FORMAT, salt, 16),
    nonce: bytesField(FORMAT, nonce, 12),
    // BIP-39 secrets have 16 to 32 bytes; the tag adds 16.
    ciphertext: bytesField(FORMAT, ciphertext, 32, 48),
  }
}

async function stretch(
  passphrase: string,
  salt: Uint8Array,
  cost: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  signal?.throwIfAborted()
  checkText('passphrase', passphrase)
  // Keyboards differ in how they compose letters; the same passphrase must open the file on each.
  const password = utf8(passphrase.normalize('NFKC'))
  return scryptAsync(password, salt, {
    N: 2 ** cost,
    r: 8,
    p: 1,
    dkLen: 32,
    onProgress: () => signal?.throwIfAborted(),
  })
}
