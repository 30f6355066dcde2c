import { fingerprint, type PublicKey } from '@hydra/identity'

/** What somebody is called who gave no name: two words of the key. */
export function shortName(key: PublicKey): string {
  return fingerprint(key).split('-').slice(0, 2).join(' ')
}
