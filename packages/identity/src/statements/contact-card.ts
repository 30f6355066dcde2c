import { checkText } from '../argument.ts'
import { compareBytes } from '../bytes.ts'
import type { KeyPair } from '../key-pair.ts'
import { publicKeyToBytes } from '../public-key.ts'
import type { ContactCard } from './card-fields.ts'
import { CARD, decodeCard, parseFields } from './card-fields.ts'
import { cardFromText } from './card-text.ts'
import { signStatement, verifyStatement } from './statement.ts'

/** What to sign as a card. */
export interface CardContent extends Pick<ContactCard, 'nickname' | 'service'> {
  /** @default none */
  readonly addresses?: readonly string[]
  /**
   * Of two cards of one author the higher counts: let it grow with each.
   * @default the milliseconds since 1970 by this machine's clock; pass those of another clock, or a count
   */
  readonly sequence?: number
}

/** A card that was read and verified, with the bytes that carry its signature. */
export interface SignedCard extends ContactCard {
  readonly bytes: Uint8Array
}

/** Signs a card as its author. Throws a `RangeError` that names the field and its limit where one is out of bounds. */
export async function signCard(
  author: KeyPair,
  { nickname, service, addresses = [], sequence = Date.now() }: CardContent,
): Promise<Uint8Array> {
  checkText('nickname', nickname)
  checkText('service', service)
  const keys = [author.publicKey, service].map(publicKeyToBytes)
  const fields = [keys[0], nickname.normalize('NFC'), keys[1], addresses, sequence]
  parseFields({ ...CARD, writing: true }, fields)
  // A copy, which stays as it is while it is signed.
  return signStatement(CARD, author, structuredClone(fields))
}

/** Reads and verifies a card, whether it comes as bytes, as a URL or as the text of a QR code. */
export async function readCard(card: Uint8Array | string): Promise<SignedCard> {
  const bytes = typeof card === 'string' ? cardFromText(card.trim(), CARD) : card
  const { card: read, statement } = decodeCard(bytes)
  await verifyStatement(CARD, read.author, statement)
  return { ...read, bytes }
}

/** The card that counts, of several by one author; every peer picks the same one. */
export function newestCard(cards: Iterable<SignedCard>): SignedCard | undefined {
  let newest: SignedCard | undefined
  for (const card of cards) {
    if (newest !== undefined && card.author !== newest.author) {
      throw new TypeError('Cards of two authors were compared. Group them by author first.')
    }
    if (newest === undefined || isNewer(card, newest)) newest = card
  }
  return newest
}

function isNewer(card: SignedCard, known: SignedCard): boolean {
  if (card.sequence !== known.sequence) return card.sequence > known.sequence
  return compareBytes(card.bytes, known.bytes) > 0
}
