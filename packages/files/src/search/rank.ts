// BM25 with its usual constants, the ones that FTS5 has built in.
const K1 = 1.2
const B = 0.75

/** How much a word says that so many of all entries have. */
export function weight(having: number, all: number): number {
  return Math.max(1e-6, Math.log((all - having + 0.5) / (having + 0.5)))
}

/** What a word adds to an entry's score that has it so many times among so many words. */
export function score(times: number, words: number, averageWords: number): number {
  return (times * (K1 + 1)) / (times + K1 * (1 - B + (B * words) / averageWords))
}
