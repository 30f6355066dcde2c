import type { SearchEntry } from '@hydra/files'
import type { RecordId } from '@hydra/records'

const VOCABULARY = 50_000
const TYPES = ['image/jpeg', 'image/png', 'video/mp4', 'audio/mpeg', 'text/plain', 'application/pdf']

/** Numbers below 1 from a seed. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A word by its rank: pronounceable, so that beginnings are shared as in a language. */
export function word(rank: number): string {
  const syllables = ['ka', 'lo', 'mi', 'ne', 'ru', 'sa', 'te', 'vo', 'wi', 'xe', 'yo', 'zu', 'ba', 'de', 'fi', 'go']
  let text = ''
  for (let rest = rank + 16; rest > 0; rest = Math.floor(rest / 16)) text += syllables[rest % 16]
  return text
}

/** Ranks as in a language: the first word stands in about one of four entries, most in a handful (Zipf's law). */
export function zipf(random: () => number): number {
  return Math.min(VOCABULARY - 1, Math.floor(VOCABULARY ** random()) - 1)
}

/** Entries of 3 to 30 words in name, tags and description. */
export function* corpus(count: number, seed: number): Generator<SearchEntry> {
  const random = seeded(seed)
  const some = (least: number, most: number) =>
    Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, () => word(zipf(random)))
  for (let number = 0; number < count; number++) {
    const id = number.toString(16).padStart(64, '0') as RecordId
    const description = random() < 0.5 ? { description: some(4, 20).join(' ') } : {}
    const mediaType = TYPES[Math.floor(random() * TYPES.length)] as string
    const bytes = Math.floor(2 ** (random() * 32))
    yield {
      id,
      name: some(2, 6).join(' '),
      bytes,
      mediaType,
      cid: `bafy${number}`,
      tags: [...new Set(some(1, 4))],
      ...description,
    }
  }
}

/** What people type: one to three words by their frequency, some of them beginnings. */
export function queries(count: number, seed: number): string[] {
  const random = seeded(seed)
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: 1 + Math.floor(random() * 3) }, () => word(zipf(random)))
    return random() < 0.2 ? `${words.join(' ').slice(0, -1)}*` : words.join(' ')
  })
}
