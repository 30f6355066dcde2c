import { checkText } from '../argument.ts'
import { PetnameError } from '../errors.ts'

const MAX_CHARACTERS = 64
/** Unicode's recommended scripts (UAX #31, table 5) that may not be mixed with any other. */
const SCRIPTS_ALONE =
  'Arabic Armenian Bengali Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan'
/** The mixtures that UTS #39 calls highly restrictive: those in which Chinese, Japanese and Korean are written. */
const SCRIPTS_TOGETHER = ['Latin Han Hiragana Katakana', 'Latin Han Hangul', 'Latin Han Bopomofo']

const WRITING = [...SCRIPTS_TOGETHER, ...SCRIPTS_ALONE.split(' ')].map((scripts) => {
  const classes = scripts.split(' ').map((script) => `\\p{Script_Extensions=${script}}`)
  return new RegExp(`^[${classes.join('')}\\p{Script=Common}\\p{Script=Inherited}]+$`, 'u')
})
// Thai and Lao AM change under NFKC, and stand in every other word of these languages.
const COMPATIBLE = /[\u0e33\u0eb3]/gu

/** A petname as it is stored. Throws `PetnameError`, which says what is wrong with it. */
export function normalizePetname(text: string): string {
  checkText('petname', text)
  if (text.length > MAX_CHARACTERS * 4) throw refused('is too long')
  const name = text.normalize('NFC').trim()
  if (name === '') throw refused('is empty')
  if ([...name].length > MAX_CHARACTERS) throw refused(`has more than ${MAX_CHARACTERS} characters`)
  if (!/^[\p{L}\p{M}\p{N} '’._-]+$/u.test(name) || /\p{Default_Ignorable_Code_Point}/u.test(name)) {
    throw refused("may hold letters, digits, spaces and . _ - ' only")
  }
  if (!/^[\p{L}\p{N}]/u.test(name) || / {2}/.test(name))
    throw refused('begins with no letter, or has two spaces in a row')
  if (/\p{Mn}{5}/u.test(name.normalize('NFD'))) throw refused('piles up accents')
  const plain = name.replace(COMPATIBLE, '')
  if (plain.normalize('NFKC') !== plain) throw refused('holds a letter in a special form; write it with the plain one')
  if (!WRITING.some((pattern) => pattern.test(name))) throw refused('mixes scripts, so that it could imitate another')
  if (/^[a-z2-7]{56}$/i.test(name)) throw refused('looks like a public key')
  return name
}

function refused(reason: string): PetnameError {
  return new PetnameError(`This petname ${reason}. Choose another.`)
}
