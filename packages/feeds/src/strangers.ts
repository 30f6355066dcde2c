import { publicKeyToBytes, type PublicKey } from '@hydra/identity'
import { sha256 } from '@noble/hashes/sha2.js'

/** Authors whom this user does not follow and hears all the same: a sample, bounded, of those who worked for it. */
export interface Strangers extends Iterable<PublicKey> {
  has(author: PublicKey): boolean
  /**
   * Takes authors who showed so much work, in any unit that is the same for all: a stamp of the file index, say. Where
   * there are more than places, the share of places that anybody gets is the share of the work that they showed.
   */
  meet(work: Iterable<readonly [PublicKey, number]>): Promise<void>
}

/** Enough for a lively evening: with `MAX_ENTRIES` of 4 KiB from each, 16 MiB at most. */
export const MAX_STRANGERS = 40
/** What is kept of each. More of it is refused until this user follows them. */
export const MAX_ENTRIES = 100

/**
 * Chooses by lot, weighted by work. The lots are drawn by a secret of this peer's: whoever makes a million keys can only
 * guess which of them would win here, and must work for each.
 */
export function chooseStrangers(
  met: ReadonlyMap<PublicKey, number>,
  secret: Uint8Array,
  most = MAX_STRANGERS,
): Map<PublicKey, number> {
  const drawn = [...met].map(([author, work]) => ({ author, work, lot: Math.log(lotOf(author, secret)) / work }))
  drawn.sort((a, b) => b.lot - a.lot)
  return new Map(drawn.slice(0, most).map(({ author, work }) => [author, work]))
}

/** A number in (0, 1), always the same for an author, and nobody else's to know. */
function lotOf(author: PublicKey, secret: Uint8Array): number {
  const hash = sha256(Uint8Array.of(...secret, ...publicKeyToBytes(author)))
  return (new DataView(hash.buffer, hash.byteOffset).getUint32(0) + 0.5) / 2 ** 32
}
