import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { MnemonicError } from './errors.ts'
import { nearWords } from './near-words.ts'

const WORD_COUNTS = [12, 15, 18, 21, 24]
const DISTINCT_LETTERS = 4
/** 24 words of eight letters take 215 characters; the rest is room for line breaks, numbers and columns. */
const MAX_CHARACTERS = 1_000

/** The words of a secret of 16 to 32 bytes: BIP-39, English. */
export function secretToWords(secret: Uint8Array): string {
  return entropyToMnemonic(secret, wordlist)
}

/** The secret behind words that a person typed. Throws `MnemonicError`, which says what to look at. */
export function wordsToSecret(text: string): Uint8Array {
  if (typeof text !== 'string') throw new MnemonicError('Backup words are one text: join a list of them with spaces.')
  if (text.length > MAX_CHARACTERS) throw new MnemonicError('This is too long for backup words. Enter the words only.')
  const words = splitWords(text).map(completeWord)
  if (words.length === 0) throw new MnemonicError('There are no words here. Enter the 12 or 24 words of the backup.')
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
      'Every word is in the list, but together they are no backup: two words may have changed places, or one was mistaken ' +
        'for another. Compare them one by one with what was written down.',
      { cause },
    )
  }
}

/** The words of a text however they were written down: in lines or with commas, numbered, in quotes, in capitals. */
function splitWords(text: string): string[] {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[\s,;]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, '').replace(/^\d+([.):]+|$)/u, ''))
    .filter((word) => word !== '')
}

/** The word that begins with these letters. Four are enough: BIP-39 chose its words so that no two share them. */
function completeWord(start: string): string {
  if (start.length < DISTINCT_LETTERS) return start
  const found = wordlist.filter((word) => word.startsWith(start))
  return found.length === 1 ? (found[0] as string) : start
}

function describe(word: string, index: number): string {
  const near = nearWords(word, wordlist).map((candidate) => `"${candidate}"`)
  const advice = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Compare it with what was written down.'
  return `Word ${index + 1}, "${word.slice(0, 20)}", is not in the list of backup words. ${advice}`
}
