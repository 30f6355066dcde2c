/** Which entries of a shared database one tab has seen: all up to a number, and its own beyond it. */
export class SeenSequence {
  #all: number
  readonly #own = new Set<number>()

  constructor(all: number) {
    this.#all = all
  }

  get all(): number {
    return this.#all
  }

  isOwn(seq: number): boolean {
    return this.#own.has(seq)
  }

  addOwn(seqs: readonly number[]): void {
    for (const seq of seqs) this.#own.add(seq)
    while (this.#own.delete(this.#all + 1)) this.#all++
  }

  advance(to: number): void {
    this.#all = Math.max(this.#all, to)
    for (const seq of this.#own) if (seq <= this.#all) this.#own.delete(seq)
    while (this.#own.delete(this.#all + 1)) this.#all++
  }
}
