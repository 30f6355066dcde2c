/** The best few of many, best first. Of equal ones the first stays before. */
export class Top<T> {
  readonly values: T[] = []
  readonly #scores: number[] = []
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  offer(score: number, value: T): void {
    if (this.values.length >= this.#limit && !(score > (this.#scores.at(-1) ?? Infinity))) return
    let [low, high] = [0, this.#scores.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#scores[middle] as number) >= score) low = middle + 1
      else high = middle
    }
    this.#scores.splice(low, 0, score)
    this.values.splice(low, 0, value)
    if (this.values.length <= this.#limit) return
    this.#scores.pop()
    this.values.pop()
  }
}
