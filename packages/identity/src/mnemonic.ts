import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { MnemonicError } from './errors.ts'
import { nearWords } from './near-words.ts'

const WORD_COUNTS = [12, 15, 18, 21, 24]
/** 24 words of eight letters take 215 characters; the rest is room for line breaks and numbers of columns. */
const MAX_CHARACTERS = 1_000

/** The words of a secret of 16 to 32 bytes: BIP-39, English. */
export function secretToWords(secret: Uint8Array): string {
  return entropyToMnemonic(secret, wordlist)
}

/** The secret behind words that a person typed. Throws `MnemonicError`, which says what to look at. */
export function wordsToSecret(text: string): Uint8Array {
  if (text.length > MAX_CHARACTERS) throw new MnemonicError('This is too long for backup words. Enter the words only.')
  const words = text.normalize('NFKD').toLowerCase().trim().split(/\s+/u)
  const unknown = words.flatMap((word, index) => (wordlist.includes(word) ? [] : [describe(word, index)]))
  if (unknown.length > 0 && words.length <= 24) throw new MnemonicError(unknown.join(' '))
  if (!WORD_COUNTS.includes(words.length)) {
    throw new MnemonicError(
      `Backup words are 12 or 24, and these are ${words.length}. Is one missing, or one too many?`,
    )
  }
  try {
    return mnemonicToEntropy(words.join(' '), wordlist)
  } catch (cause) {
    throw new MnemonicError(
      'Every word is in the list, but together they are no backup: one was mistaken for another, or two changed places. ' +
        'Compare them one by one with what was written down.',
      { cause },
    )
  }
}

function describe(word: string, index: number): string {
  const near = nearWords(word, wordlist).map((candidate) => `"${candidate}"`)
  const advice = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Compare it with what was written down.'
  return `Word ${index + 1}, "${word.slice(0, 20)}", is not in the list of backup words. ${advice}`
}
