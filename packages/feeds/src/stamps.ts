/** How far in the future a time may lie and still be believed: a clock a day off is common, one a year off a trick. */
const MAX_AHEAD_MS = 24 * 60 * 60 * 1000

/** Tells what time to write on an entry: later than all that was seen, so that order by time keeps cause before effect. */
export class Stamps {
  #latest = 0
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  see(time: number): void {
    if (this.isBelievable(time)) this.#latest = Math.max(this.#latest, time)
  }

  /** Whether an entry of this time is shown yet. */
  isBelievable(time: number): boolean {
    return time <= this.#now() + MAX_AHEAD_MS
  }

  next(): number {
    this.#latest = Math.max(this.#now(), this.#latest + 1)
    return this.#latest
  }
}
