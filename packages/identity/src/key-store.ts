import { IdentityExistsError, InvalidBytesError, SlotError } from './errors.ts'
import type { Identity } from './identity.ts'
import { identityFromSecret, secretOf } from './identity.ts'
import {
  COST_LIMITS,
  DEFAULT_COST,
  decodeSealedIdentity,
  encodeSealedIdentity,
  openSealedIdentity,
  sealIdentity,
} from './sealed-identity.ts'
import type { Slot } from './slot.ts'

/** Keeps an identity, encrypted with a passphrase. */
export interface KeyStore {
  /** The stored identity; `undefined` where none was saved. Throws `WrongPassphraseError`. */
  load(passphrase: string, options?: { signal?: AbortSignal }): Promise<Identity | undefined>
  /** Throws `IdentityExistsError` where one is stored already, unless told to replace it. */
  save(identity: Identity, passphrase: string, options?: SaveOptions): Promise<void>
  /** Encrypts the stored identity anew. Exports made before still open with the old passphrase. */
  changePassphrase(from: string, to: string, options?: { signal?: AbortSignal }): Promise<void>
  /** The stored identity as bytes, still encrypted: to keep elsewhere, or to import on another device. */
  export(): Promise<Uint8Array | undefined>
  /** Takes an export in, if the passphrase opens it. Nothing is written otherwise. */
  import(bytes: Uint8Array, passphrase: string, options?: SaveOptions): Promise<Identity>
}

/** How to write. */
export interface SaveOptions {
  /** Puts this identity in the place of another. @default false */
  replace?: boolean
  signal?: AbortSignal
}

/** How to keep. */
export interface KeyStoreOptions {
  /** scrypt takes 2 to this power KiB of memory, from 14 (16 MiB) to 18 (256 MiB). @default 17 */
  cost?: number
}

/** A key store that keeps its one identity in a slot. */
export function createKeyStore(slot: Slot, { cost = DEFAULT_COST }: KeyStoreOptions = {}): KeyStore {
  if (!Number.isInteger(cost) || cost < COST_LIMITS.min || cost > COST_LIMITS.max) {
    throw new RangeError(`The cost is a whole number from ${COST_LIMITS.min} to ${COST_LIMITS.max}, not ${cost}.`)
  }

  const write = async (bytes: Uint8Array, replace: boolean): Promise<void> => {
    if (!(await slot.write(bytes, replace ? 'replace' : 'create'))) throw new IdentityExistsError()
  }

  const sealed = async (secret: Uint8Array, passphrase: string, signal?: AbortSignal): Promise<Uint8Array> => {
    if (passphrase === '') throw new RangeError('The passphrase is empty. Choose one that nobody guesses.')
    return encodeSealedIdentity(await sealIdentity(secret, passphrase, cost, signal))
  }

  return {
    async load(passphrase, { signal } = {}) {
      const bytes = await slot.read()
      if (bytes === undefined) return undefined
      return identityFromSecret(await openSealedIdentity(decodeSealedIdentity(bytes), passphrase, signal))
    },
    async save(identity, passphrase, { replace = false, signal } = {}) {
      if (!replace) await checkFree(slot)
      await write(await sealed(await secretOf(identity), passphrase, signal), replace)
    },
    async changePassphrase(from, to, { signal } = {}) {
      const bytes = await slot.read()
      if (bytes === undefined) throw new RangeError('No identity is stored here yet. Save one first.')
      const secret = await openSealedIdentity(decodeSealedIdentity(bytes), from, signal)
      await write(await sealed(secret, to, signal), true)
    },
    async export() {
      const bytes = await slot.read()
      return bytes && encodeSealedIdentity(decodeSealedIdentity(bytes))
    },
    async import(bytes, passphrase, { replace = false, signal } = {}) {
      const imported = decodeSealedIdentity(bytes)
      if (!replace) await checkFree(slot)
      const identity = await identityFromSecret(await openSealedIdentity(imported, passphrase, signal))
      await write(encodeSealedIdentity(imported), replace)
      return identity
    },
  }
}

/** Throws where something is stored, and says what, before the passphrase is stretched. */
async function checkFree(slot: Slot): Promise<void> {
  const bytes = await slot.read()
  if (bytes === undefined) return
  try {
    decodeSealedIdentity(bytes)
  } catch (cause) {
    if (!(cause instanceof InvalidBytesError)) throw cause
    throw new SlotError(
      `What is stored here is no identity, but ${bytes.length === 0 ? 'empty' : `${bytes.length} other bytes`}. ` +
        'Choose another place, or pass `{ replace: true }` to write over it.',
      { cause },
    )
  }
  throw new IdentityExistsError()
}
