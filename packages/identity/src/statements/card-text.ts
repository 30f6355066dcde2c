import { base32nopad } from '@scure/base'
import type { Format } from '../format.ts'
import { invalid } from '../format.ts'

// No "//": a name in the ledger may be called "card", and `hydra://card/` would be its address.
const PREFIX = 'hydra:card/'

/** A card as a URL. */
export function cardToUrl(bytes: Uint8Array): string {
  return PREFIX + base32nopad.encode(bytes).toLowerCase()
}

/** A card for a QR code: the same URL in capitals, which the code's alphanumeric mode packs in 5.5 bits a character. */
export function cardToQrText(bytes: Uint8Array): string {
  return cardToUrl(bytes).toUpperCase()
}

/** Whether a text means to be a card. */
export function isCardText(text: string): boolean {
  return text.slice(0, PREFIX.length).toLowerCase() === PREFIX
}

/** The bytes in a card's text, in capitals or not. */
export function cardFromText(text: string, format: Format): Uint8Array {
  const encoded = text.slice(PREFIX.length).toUpperCase()
  // Before the capitals: "ſ" and "ı" have ASCII ones, and would pass as "s" and "i".
  if (!/^[a-z2-7]+$/i.test(text.slice(PREFIX.length))) throw invalid(format, 'its text is cut off or has a typo')
  if (encoded.length > Math.ceil((format.maxBytes * 8) / 5)) throw invalid(format, 'its text is too long')
  try {
    return base32nopad.decode(encoded)
  } catch (cause) {
    throw invalid(format, 'its text is cut off or has a typo', { cause })
  }
}
