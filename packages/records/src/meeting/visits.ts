/** Whom one set meets next: those who just came first, then the one it has not met for longest. */
export class Visits {
  /** When a session was last begun, in turns of all sets: the set that waited longest goes first. */
  begunAt = 0
  readonly #due = new Set<string>()
  readonly #metAt = new Map<string, number>()
  readonly #unwilling = new Set<string>()
  #turn = 0

  want(neighbour: string): void {
    if (!this.#unwilling.has(neighbour)) this.#due.add(neighbour)
  }

  /** Wants the one of those present that was not met for longest. */
  wantNext(present: Iterable<string>): void {
    let next: string | undefined
    for (const neighbour of present) {
      if (this.#unwilling.has(neighbour) || this.#due.has(neighbour)) continue
      if (next === undefined || this.#metAtOf(neighbour) < this.#metAtOf(next)) next = neighbour
    }
    if (next !== undefined) this.#due.add(next)
  }

  take(): string | undefined {
    const [next] = this.#due
    if (next !== undefined) this.#due.delete(next)
    return next
  }

  met(neighbour: string): void {
    this.#metAt.set(neighbour, ++this.#turn)
    this.#due.delete(neighbour)
    this.#unwilling.delete(neighbour)
  }

  /** Knows no records of the kind, and is not asked again until it asks us, or comes again. */
  avoid(neighbour: string): void {
    this.#due.delete(neighbour)
    this.#unwilling.add(neighbour)
  }

  forget(neighbour: string): void {
    this.#due.delete(neighbour)
    this.#metAt.delete(neighbour)
    this.#unwilling.delete(neighbour)
  }

  #metAtOf(neighbour: string): number {
    return this.#metAt.get(neighbour) ?? 0
  }
}
