import type { Payload } from '../payload.ts'

const WORD = /[\p{L}\p{M}\p{N}]/u

/** What is searched of a block: its name, title, tags and description, in small letters. */
export function textOf(name: string, { title = '', description = '', tags = [] }: Payload): string {
  return lower([name, title, ...tags, description].join(' '))
}

export function wordsOf(text: string): string[] {
  return lower(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}

/** How well a text fits: whole words count more, and those at its very beginning; undefined where one is missing. */
export function scoreOf(text: string, words: readonly string[]): number | undefined {
  let score = 0
  for (const word of words) {
    const at = indexOfWord(text, word)
    if (at < 0) return undefined
    score += (isLetterAt(text, at + word.length) ? 1 : 2) + (at === 0 ? 1 : 0)
  }
  return score
}

function indexOfWord(text: string, word: string): number {
  let at = text.indexOf(word)
  while (at > 0 && isLetterAt(text, at - 1)) at = text.indexOf(word, at + 1)
  return at
}

// Half of a pair counts as a letter: those beyond the first plane mostly are.
function isLetterAt(text: string, at: number): boolean {
  const character = text.charAt(at)
  return character !== '' && (WORD.test(character) || (character >= '\ud800' && character <= '\udfff'))
}

// Most texts are plain, and known to be normal at a glance.
function lower(text: string): string {
  return /^[ -~\n]*$/.test(text) ? text.toLowerCase() : text.normalize('NFKC').toLowerCase()
}
