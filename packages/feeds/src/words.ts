import type { Entry } from './entry.ts'

const WORD = /[\p{L}\p{N}]+/gu

/** The words of a text, small and without accents: "Café" is found as "cafe". */
export function wordsOf(text: string): string[] {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(WORD) ?? []
}

/** What of an entry is searched. */
export function textOf({ body }: Entry): string {
  if (body.type === 'post')
    return [body.text, ...(body.tags ?? []), ...body.media.map(({ alt }) => alt ?? '')].join(' ')
  if (body.type === 'album') return body.title
  return body.type === 'comment' || body.type === 'chat' ? body.text : ''
}
