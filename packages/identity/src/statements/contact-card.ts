import { compareBytes } from '../bytes.ts'
import { cardFromText, isCardText } from './card-text.ts'
import type { Fields, Format } from '../format.ts'
import { bytesField, invalid, numberField } from '../format.ts'
import type { KeyPair } from '../key-pair.ts'
import { isPlainLine } from './plain-line.ts'
import type { PublicKey } from '../public-key.ts'
import { publicKeyFromBytes, publicKeyToBytes } from '../public-key.ts'
import { decodeStatement, signStatement, verifyStatement } from './statement.ts'

/** What a person says of themselves, for people: who they are, what to call them, and how to ask for them. */
export interface ContactCard {
  readonly author: PublicKey
  readonly nickname: string
  /** The key of the service that answers for this person. */
  readonly service: PublicKey
  /** Where that service may be found at once. Whoever holds the card sees these: none unless the user wants it. */
  readonly addresses: readonly string[]
  /** Of two cards of one author the higher counts. */
  readonly sequence: number
}

/** A card that was read and verified, with the bytes that carry its signature. */
export interface SignedCard extends ContactCard {
  readonly bytes: Uint8Array
}

/** 1,024 bytes are 1,650 characters, which is a QR code of version 24 at the lowest correction level. */
const FORMAT: Format = { tag: 'card', what: 'contact card', version: 1, maxBytes: 1_024 }
const MAX_NICKNAME_CHARACTERS = 64
/** One for each way to reach a service; more would be a directory, and would not fit. */
const MAX_ADDRESSES = 8
const MAX_ADDRESS_CHARACTERS = 255

/** Signs a card as its author. */
export async function signCard(author: KeyPair, card: Omit<ContactCard, 'author'>): Promise<Uint8Array> {
  const fields = [
    publicKeyToBytes(author.publicKey),
    card.nickname.normalize('NFC'),
    publicKeyToBytes(card.service),
    [...card.addresses],
    card.sequence,
  ]
  parseFields(fields)
  return signStatement(FORMAT, author, fields)
}

/** Reads and verifies a card, whether it comes as bytes, as a URL or as the text of a QR code. */
export async function readCard(card: Uint8Array | string): Promise<SignedCard> {
  if (typeof card === 'string' && !isCardText(card)) throw invalid(FORMAT, 'it does not begin with "hydra:card/"')
  const bytes = typeof card === 'string' ? cardFromText(card, FORMAT) : card
  const statement = decodeStatement(FORMAT, bytes, 5)
  const fields = parseFields(statement.fields)
  await verifyStatement(FORMAT, fields.author, statement)
  return { ...fields, bytes }
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

function parseFields(fields: Fields): ContactCard {
  const [author, nickname, service, addresses, sequence] = fields
  if (!isPlainLine(nickname, MAX_NICKNAME_CHARACTERS)) {
    throw invalid(FORMAT, `its nickname is not one line of 1 to ${MAX_NICKNAME_CHARACTERS} printable characters`)
  }
  if (!Array.isArray(addresses) || addresses.length > MAX_ADDRESSES || !addresses.every(isAddress)) {
    throw invalid(FORMAT, `it may hold ${MAX_ADDRESSES} addresses of up to ${MAX_ADDRESS_CHARACTERS} characters`)
  }
  return {
    author: publicKeyFromBytes(bytesField(FORMAT, author, 32)),
    nickname,
    service: publicKeyFromBytes(bytesField(FORMAT, service, 32)),
    addresses,
    sequence: numberField(FORMAT, sequence, 0, Number.MAX_SAFE_INTEGER),
  }
}

function isAddress(value: unknown): value is string {
  return isPlainLine(value, MAX_ADDRESS_CHARACTERS)
}
