import { createLooks, type Looks } from '@hydra/identity/petnames'

// A millisecond or two.
const NAMES_IN_A_TURN = 200

/** Which names can be taken for each other, by Unicode's table of confusable characters. */
export class LookAlikes {
  readonly #looks: Looks = createLooks()
  readonly #byLook = new Map<string, Set<string>>()
  /** Names whose looks are not known yet: to find them out takes longer than all else at opening. */
  readonly #fresh = new Set<string>()

  add(name: string): void {
    this.#fresh.add(name)
  }

  /** Looks at all names little by little, so that nobody has to wait for it. */
  async prepare(signal: AbortSignal): Promise<void> {
    while (this.#fresh.size > 0 && !signal.aborted) {
      this.#lookAt(NAMES_IN_A_TURN)
      await new Promise((resolve) => setTimeout(resolve))
    }
  }

  /** Other names that look like this one. */
  of(name: string): string[] {
    this.#lookAt(Number.POSITIVE_INFINITY)
    const alike = new Set(this.#looks(name).flatMap((look) => [...(this.#byLook.get(look) ?? [])]))
    alike.delete(name)
    return [...alike].sort()
  }

  #lookAt(most: number): void {
    let count = 0
    for (const name of this.#fresh) {
      if (count++ >= most) return
      this.#fresh.delete(name)
      for (const look of this.#looks(name)) {
        const names = this.#byLook.get(look)
        if (names === undefined) this.#byLook.set(look, new Set([name]))
        else names.add(name)
      }
    }
  }
}
