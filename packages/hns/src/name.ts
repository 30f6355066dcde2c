import { hasAnyOf, UNSEEN } from './code-points.ts'
import { InvalidNameError } from './errors.ts'

const MAX_LETTERS = 32
const MAX_NAME_BYTES = 63

/** Names that mean something else already, in URLs or on this machine (RFC 6761, RFC 7686, RFC 9476), and ours. */
const RESERVED = new Set(
  'alt arpa example home hydra internal invalid lan local localhost onion petname root test www'.split(' '),
)
const ASCII = /^[ -~]$/
const ASCII_ALLOWED = /^[a-z0-9-]$/

/**
 * Why this is no name that a block may carry, or undefined. It must be judged alike by every peer, for ever, so no table
 * of Unicode's is asked, which grows from one engine to the next.
 */
export function whyNoName(name: string): string | undefined {
  const letters = [...name]
  if (letters.length === 0 || letters.length > MAX_LETTERS) return `a name has 1 to ${MAX_LETTERS} letters`
  if (new TextEncoder().encode(name).length > MAX_NAME_BYTES) return `a name has at most ${MAX_NAME_BYTES} bytes`
  if (!name.isWellFormed()) return 'it is no text'
  if (hasAnyOf(UNSEEN, name)) return 'it has a character that does not show, or turns the text around'
  if (letters.some((letter) => ASCII.test(letter) && !ASCII_ALLOWED.test(letter))) {
    return 'of the characters of ASCII it may have a-z, 0-9 and - only'
  }
  if (/^-|-$|^..--/u.test(name)) return 'a hyphen stands at its beginning or end, or two where "xn--" has them'
  if (/^[a-z2-7]{56}$/.test(name)) return 'it looks like a public key'
  return RESERVED.has(name) ? 'it is reserved' : undefined
}

export const lettersOf = (name: string): number => [...name].length

/** Unicode's recommended scripts (UAX #31, table 5), which may not be mixed, but for how Japanese and Korean are written. */
const SCRIPTS = [
  'Latin Han Hiragana Katakana',
  'Latin Han Hangul',
  'Latin Han Bopomofo',
  ...'Arabic Armenian Bengali Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan'.split(
    ' ',
  ),
].map((scripts) => {
  const classes = scripts.split(' ').map((script) => `\\p{Script_Extensions=${script}}`)
  return new RegExp(`^[${classes.join('')}\\p{Script=Common}\\p{Script=Inherited}]+$`, 'u')
})

/**
 * A name as it stands in the ledger: NFC, then Unicode's own lower case, then NFC again. Throws `InvalidNameError`.
 * Everything that is looked up or claimed comes through here, so a name in another form is never found.
 */
export function normalizeName(text: string): string {
  if (typeof text !== 'string') throw new InvalidNameError(typeof text, 'it is no text')
  if (text.length > 4 * MAX_LETTERS) throw new InvalidNameError(text.slice(0, MAX_LETTERS), 'it is too long')
  const name = text.normalize('NFC').toLowerCase().normalize('NFC')
  const reason = whyNoName(name) ?? whyNotWritten(name)
  if (reason !== undefined) throw new InvalidNameError(text, reason)
  return name
}

/** Whether a name from the ledger is in the form in which names are looked up. */
export function isNormalName(name: string): boolean {
  if (/^[a-z0-9-]+$/.test(name)) return true
  return name.normalize('NFC').toLowerCase().normalize('NFC') === name && whyNotWritten(name) === undefined
}

function whyNotWritten(name: string): string | undefined {
  if (!/^[\p{L}\p{M}\p{N}-]+$/u.test(name)) return 'it may have letters, digits and hyphens only'
  if (!/^[\p{L}\p{N}]/u.test(name)) return 'it begins with no letter'
  if (/\p{Mn}{4}/u.test(name.normalize('NFD'))) return 'it piles up accents'
  if (name.normalize('NFKC') !== name.replace(/[\u0e33\u0eb3]/gu, (letter) => letter.normalize('NFKC'))) {
    return 'it has a letter in a special form'
  }
  if (!SCRIPTS.some((pattern) => pattern.test(name))) return 'it mixes scripts, so that it could imitate another'
  return undefined
}
