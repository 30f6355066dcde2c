import { createIdentity, createKeyStore, type Identity, indexedDbSlot, type KeyStore } from '@hydra/identity'

const utf8 = { encode: (text: string) => new TextEncoder().encode(text), decode: new TextDecoder() }
// The passphrase lies beside the key: who can read this origin's storage is this person, and stretching it buys nothing.
const CHEAP = 14

export interface OwnIdentity {
  readonly keys: KeyStore
  readonly passphrase: string
  /** Whoever is kept here, or somebody new. */
  load(): Promise<Identity & { readonly device: string }>
}

/** Who this is, kept in this browser; an import puts somebody else in the place. */
export async function openIdentity(name: string): Promise<OwnIdentity> {
  const passphrase = await once(`${name} passphrase`)
  const keys = createKeyStore(indexedDbSlot(`${name} identity`), { cost: CHEAP })
  return {
    keys,
    passphrase,
    async load() {
      const device = await once(`${name} device`)
      const known = await keys.load(passphrase)
      if (known !== undefined) return { ...known, device }
      const made = await createIdentity()
      await keys.save(made, passphrase)
      return { ...made, device }
    },
  }
}

/** A random text, made the first time it is asked for. */
async function once(name: string): Promise<string> {
  const slot = indexedDbSlot(name)
  await slot.write(utf8.encode(crypto.randomUUID()), 'create')
  return utf8.decode.decode(await slot.read())
}
