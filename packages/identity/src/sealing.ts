import { decrypt, encrypt } from './aes-gcm.ts'
import { checkBytes } from './argument.ts'
import { joinBytes } from './bytes.ts'
import { domain } from './domain.ts'
import { SealError } from './errors.ts'
import { AES_128_GCM, decap, encap, EXPORT_ONLY, exportSecret, keySchedule } from './hpke.ts'
import type { PublicKey } from './public-key.ts'
import { publicKeyToBytes } from './public-key.ts'
import { remembering } from './remembering.ts'
import { createEphemeral, createKeyAgreement, type Point, x25519FromPublicKey, x25519FromSecret } from './x25519.ts'

const ENCAPSULATED_BYTES = 32
const TAG_BYTES = 16
const NO_CONTEXT = new Uint8Array(0)

/** Seals bytes so that only the holder of the key can open them, for this purpose: 48 bytes longer than they were. */
export async function seal(publicKey: PublicKey, purpose: string, plaintext: Uint8Array): Promise<Uint8Array> {
  checkBytes('plaintext', plaintext)
  const { key, point } = recipientOf(publicKey)
  const info = sealInfo('seal', purpose, key)
  const { encapsulated, shared } = await encap(point, await createEphemeral())
  const context = keySchedule(shared, info, AES_128_GCM)
  return joinBytes(encapsulated, await encrypt(context.key, context.nonce, plaintext))
}

/** Shares a fresh secret of 32 bytes with the holder of the key, who gets it from the 32 bytes `encapsulated`. */
export async function encapsulate(
  publicKey: PublicKey,
  purpose: string,
): Promise<{ encapsulated: Uint8Array; secret: Uint8Array }> {
  return encapsulateTo(recipientOf(publicKey), purpose)
}

/** An `encapsulate` for whoever asks the same services again: it remembers what it made of the keys that it met last. */
export function createEncapsulate({ maxKeys = 1_024 }: { maxKeys?: number } = {}): typeof encapsulate {
  const recipient = remembering(maxKeys, recipientOf)
  return async (publicKey, purpose) => encapsulateTo(recipient(publicKey), purpose)
}

interface Recipient {
  readonly key: Uint8Array
  readonly point: Point
}

function recipientOf(publicKey: PublicKey): Recipient {
  const key = publicKeyToBytes(publicKey)
  return { key, point: { bytes: x25519FromPublicKey(key) } }
}

async function encapsulateTo({ key, point }: Recipient, purpose: string) {
  const { encapsulated, shared } = await encap(point, await createEphemeral())
  return { encapsulated, secret: exported(shared, sealInfo('encapsulate', purpose, key)) }
}

/** The other half of `seal` and `encapsulate`. */
export interface Opener {
  open(purpose: string, sealed: Uint8Array): Promise<Uint8Array>
  decapsulate(purpose: string, encapsulated: Uint8Array): Promise<Uint8Array>
}

/** The opener of an Ed25519 secret. */
export async function createOpener(secret: Uint8Array, publicKey: Uint8Array): Promise<Opener> {
  const agreement = await createKeyAgreement(x25519FromSecret(secret))
  const shared = (encapsulated: Uint8Array) =>
    refuse('its encapsulated key is none', () => decap(encapsulated, agreement))
  return {
    async open(purpose, sealed) {
      checkBytes('sealed message', sealed)
      const info = sealInfo('seal', purpose, publicKey)
      if (sealed.length < ENCAPSULATED_BYTES + TAG_BYTES)
        throw new SealError('it is too short, so some of it is missing')
      const secret = await shared(sealed.subarray(0, ENCAPSULATED_BYTES))
      const { key, nonce } = keySchedule(secret, info, AES_128_GCM)
      return refuse('it was changed, or sealed to another key or for another purpose', () =>
        decrypt(key, nonce, sealed.subarray(ENCAPSULATED_BYTES)),
      )
    },
    async decapsulate(purpose, encapsulated) {
      checkBytes('encapsulated secret', encapsulated)
      const info = sealInfo('encapsulate', purpose, publicKey)
      if (encapsulated.length !== ENCAPSULATED_BYTES) throw new SealError(`it has not ${ENCAPSULATED_BYTES} bytes`)
      return exported(await shared(encapsulated), info)
    },
  }
}

// The map to X25519 forgets the sign of x, so that two Ed25519 keys share one X25519 key: the full key is bound here.
function sealInfo(use: 'seal' | 'encapsulate', purpose: string, publicKey: Uint8Array): Uint8Array {
  return joinBytes(domain(use, purpose), publicKey)
}

function exported(shared: Uint8Array, info: Uint8Array): Uint8Array {
  return exportSecret(keySchedule(shared, info, EXPORT_ONLY), EXPORT_ONLY, NO_CONTEXT)
}

async function refuse<T>(reason: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw new SealError(reason, { cause })
  }
}
