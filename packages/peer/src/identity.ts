import { createIdentity, createKeyStore, type Identity, type Slot } from '@hydra/identity'

/** Who this peer is: a person, on one device. */
export interface PeerIdentity extends Identity {
  /** Tells this device from the person's others: random, made once. */
  readonly device: string
}

/** Somebody new, forgotten when the process ends. */
export async function freshIdentity(): Promise<PeerIdentity> {
  return { ...(await createIdentity()), device: crypto.randomUUID() }
}

/** Where an identity is kept on a device. */
export interface IdentityPlaces {
  readonly key: Slot
  readonly device: Slot
  /** For a passphrase of our making, where the user gives none. */
  readonly passphrase: Slot
}

// What protects a key under a passphrase that lies beside it is who may read the place: stretching it buys nothing.
const CHEAP = 14

/**
 * The identity that is kept there, or a new one. Without a passphrase one is made and kept beside it: then whoever can
 * read these places is this person.
 */
export async function keptIdentity(places: IdentityPlaces, passphrase?: string): Promise<PeerIdentity> {
  const device = await once(places.device)
  const keys = createKeyStore(places.key, passphrase === undefined ? { cost: CHEAP } : {})
  const word = passphrase ?? (await once(places.passphrase))
  const known = await keys.load(word)
  if (known !== undefined) return { ...known, device }
  const identity = await createIdentity()
  await keys.save(identity, word)
  return { ...identity, device }
}

/** A random text, made the first time it is asked for. */
async function once(slot: Slot): Promise<string> {
  const made = new TextEncoder().encode(crypto.randomUUID())
  await slot.write(made, 'create')
  return new TextDecoder().decode((await slot.read()) ?? made)
}
