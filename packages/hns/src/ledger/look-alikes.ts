import type { Looks } from '@hydra/identity/petnames'

// A millisecond or two.
const NAMES_IN_A_TURN = 200

/** Which names can be taken for each other, by Unicode's table of confusable characters. */
export class LookAlikes {
  #looks: Looks | undefined
  readonly #byLook = new Map<string, Set<string>>()
  /** Names whose looks are not known yet: to find them out takes longer than all else at opening. */
  readonly #fresh = new Set<string>()

  add(name: string): void {
    this.#fresh.add(name)
  }

  /** Looks at all names little by little, so that nobody has to wait for it. */
  async prepare(signal: AbortSignal): Promise<void> {
    while (this.#fresh.size > 0 && !signal.aborted) {
      this.#lookAt(NAMES_IN_A_TURN, await this.#load())
      await new Promise((resolve) => setTimeout(resolve))
    }
  }

  /** Other names that look like this one. */
  async of(name: string): Promise<string[]> {
    const looks = await this.#load()
    this.#lookAt(Number.POSITIVE_INFINITY, looks)
    const alike = new Set(looks(name).flatMap((look) => [...(this.#byLook.get(look) ?? [])]))
    alike.delete(name)
    return [...alike].sort()
  }

  /** The table is a tenth of the package, and of no use to a ledger without names. */
  async #load(): Promise<Looks> {
    const { createLooks } = await import('./looks.ts')
    return (this.#looks ??= createLooks())
  }

  #lookAt(most: number, looks: Looks): void {
    let count = 0
    for (const name of this.#fresh) {
      if (count++ >= most) return
      this.#fresh.delete(name)
      for (const look of looks(name)) {
        const names = this.#byLook.get(look)
        if (names === undefined) this.#byLook.set(look, new Set([name]))
        else names.add(name)
      }
    }
  }
}
