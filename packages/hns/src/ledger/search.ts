import type { Payload } from '../payload.ts'

/** The words of a block, each after a space, in small letters. */
export function textOf(name: string, { title = '', description = '', tags = [] }: Payload): string {
  return ` ${wordsOf([name, title, ...tags, description].join(' ')).join(' ')}`
}

export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  )
}

/** How well a text fits: the more words are whole and near its beginning, the better; undefined where one is missing. */
export function scoreOf(text: string, words: readonly string[]): number | undefined {
  let score = 0
  for (const word of words) {
    const at = text.indexOf(` ${word}`)
    if (at < 0) return undefined
    const end = text.charAt(at + word.length + 1)
    score += (end === '' || end === ' ' ? 2 : 1) + (at === 0 ? 1 : 0)
  }
  return score
}
