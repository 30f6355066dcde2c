import { EDGE, type Chunk } from './chunk.ts'

/** Which entries of a chunk have a word, so that not all of them have to be read. */
export class Postings {
  readonly #starts: Uint32Array
  readonly #places: Uint32Array
  readonly #count: number

  constructor(chunk: Chunk, words: number) {
    const counts = new Uint32Array(words + 1)
    each(chunk, words, (word) => {
      counts[word + 1] = (counts[word + 1] as number) + 1
    })
    for (let word = 0; word < words; word++) counts[word + 1] = (counts[word + 1] as number) + (counts[word] as number)
    this.#starts = counts.slice()
    this.#places = new Uint32Array(counts[words] as number)
    this.#count = chunk.ends.length
    each(chunk, words, (word, at) => {
      const next = counts[word] as number
      this.#places[next] = at
      counts[word] = next + 1
    })
  }

  /** How many entries have one of these words, or a little more where some have two of them. */
  count(words: readonly number[]): number {
    const sum = words.reduce((sum, word) => sum + this.#of(word).length, 0)
    return Math.min(this.#count, sum)
  }

  /** The places of the entries that have one of these words. */
  places(words: readonly number[]): Uint32Array {
    const [word] = words
    if (word === undefined) return new Uint32Array()
    if (words.length === 1) return this.#of(word)
    const all = new Set<number>()
    for (const word of words) for (const at of this.#of(word)) all.add(at)
    return Uint32Array.from(all).sort()
  }

  // A word that came after this chunk has no place in it.
  #of(word: number): Uint32Array {
    return this.#places.subarray(this.#starts[word] ?? 0, this.#starts[word + 1] ?? 0)
  }
}

/** Each word of each entry once. */
function each({ tokens, ends }: Chunk, words: number, call: (word: number, at: number) => void): void {
  const last = new Int32Array(words).fill(-1)
  let token = 0
  for (let at = 0; at < ends.length; at++) {
    const end = ends[at] as number
    for (; token < end; token++) {
      const word = tokens[token] as number
      if (word === EDGE || last[word] === at) continue
      last[word] = at
      call(word, at)
    }
  }
}
