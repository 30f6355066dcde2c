import { createKeyPair, type KeyPair, type Slot } from '@hydra/identity'

const SECRET_BYTES = 32

/**
 * The key of a service that comes back by itself, when its tab is reloaded or its process started again: kept in a slot,
 * and made there the first time. It is not encrypted, since nobody is there to be asked for a passphrase: whoever can
 * read the slot can be this service.
 */
export async function keptKey(slot: Slot): Promise<KeyPair> {
  const secret = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  // Of two tabs that open at once, both take what one of them wrote.
  const kept = (await slot.read()) ?? ((await slot.write(secret, 'create')) ? secret : await slot.read())
  if (kept?.length !== SECRET_BYTES)
    throw new TypeError('What is kept there is no key of a service. Choose another slot.')
  return createKeyPair(kept)
}
