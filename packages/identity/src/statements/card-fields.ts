import type { Fields, Format } from '../format.ts'
import { bytesField, invalid } from '../format.ts'
import type { PublicKey } from '../public-key.ts'
import { publicKeyFromBytes } from '../public-key.ts'
import { isPlainLine } from './plain-line.ts'
import type { UnverifiedStatement } from './statement.ts'
import { decodeStatement, sequenceField } from './statement.ts'

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

/** 1,024 bytes are 1,650 characters, which is a QR code of version 24 at the lowest correction level. */
export const CARD: Format = { tag: 'card', what: 'contact card', version: 1, maxBytes: 1_024 }
const FIELDS = 5
const MAX_NICKNAME_CHARACTERS = 64
/** One for each way to reach a service; more would be a directory, and would not fit. */
const MAX_ADDRESSES = 8
const MAX_ADDRESS_CHARACTERS = 255

/** Reads a card, whose signature nobody has verified yet. */
export function decodeCard(bytes: Uint8Array): { statement: UnverifiedStatement; card: ContactCard } {
  const statement = decodeStatement(CARD, bytes, FIELDS)
  return { statement, card: parseFields(CARD, statement.fields) }
}

/** Checks the fields of a card, as they were read or before they are written. */
export function parseFields(format: Format, fields: Fields): ContactCard {
  const [author, nickname, service, addresses, sequence] = fields
  if (!isPlainLine(nickname, MAX_NICKNAME_CHARACTERS)) {
    throw invalid(
      format,
      `its nickname is not one line of 1 to ${MAX_NICKNAME_CHARACTERS} printable characters, without space at the ends`,
    )
  }
  if (!Array.isArray(addresses) || addresses.length > MAX_ADDRESSES || !addresses.every(isAddress)) {
    throw invalid(
      format,
      `its addresses are no list of up to ${MAX_ADDRESSES}, each of 1 to ${MAX_ADDRESS_CHARACTERS} printable characters`,
    )
  }
  return {
    author: publicKeyFromBytes(bytesField(format, author, 32)),
    nickname,
    service: publicKeyFromBytes(bytesField(format, service, 32)),
    addresses,
    sequence: sequenceField(format, sequence),
  }
}

function isAddress(value: unknown): value is string {
  return isPlainLine(value, MAX_ADDRESS_CHARACTERS)
}
