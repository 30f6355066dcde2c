import { base32nopad } from '@scure/base'
import type { Format } from '../format.ts'
import { invalid } from '../format.ts'
import { decodeCard } from './card-fields.ts'

// No "//": a name in the ledger may be called "card", and `hydra://card/` would be its address.
const PREFIX = 'hydra:card/'

/** A card as a URL. Throws `InvalidBytesError` for what is no card; whether the signature fits is the reader's to see. */
export function cardToUrl(bytes: Uint8Array): string {
  decodeCard(bytes)
  return PREFIX + base32nopad.encode(bytes).toLowerCase()
}

/** A card for a QR code: the same URL in capitals, which the code's alphanumeric mode packs in 5.5 bits a character. */
export function cardToQrText(bytes: Uint8Array): string {
  return cardToUrl(bytes).toUpperCase()
}

/** The bytes in a card's text, in capitals or not. */
export function cardFromText(text: string, format: Format): Uint8Array {
  if (text.slice(0, PREFIX.length).toLowerCase() !== PREFIX) {
    throw invalid(format, 'it does not begin with "hydra:card/"')
  }
  const encoded = text.slice(PREFIX.length)
  // Before the capitals: "ſ" and "ı" have ASCII ones, and would pass as "s" and "i".
  if (!/^[a-z2-7]+$/i.test(encoded)) throw invalid(format, 'its text is cut off or has a typo')
  if (encoded.length > Math.ceil((format.maxBytes * 8) / 5)) throw invalid(format, 'its text is too long')
  try {
    return base32nopad.decode(encoded.toUpperCase())
  } catch (cause) {
    throw invalid(format, 'its text is cut off or has a typo', { cause })
  }
}
