import { createLooks, type Looks } from '@hydra/identity/petnames'

/** Which names can be taken for each other, by Unicode's table of confusable characters. */
export class LookAlikes {
  readonly #looks: Looks = createLooks()
  readonly #byLook = new Map<string, Set<string>>()
  /** Names whose looks were not needed yet: to find them out takes longer than anything else at opening. */
  #fresh = new Set<string>()

  add(name: string): void {
    this.#fresh.add(name)
  }

  /** Other names that look like this one. */
  of(name: string): string[] {
    for (const fresh of this.#fresh) {
      for (const look of this.#looks(fresh)) this.#byLook.set(look, (this.#byLook.get(look) ?? new Set()).add(fresh))
    }
    this.#fresh = new Set()
    const alike = new Set(this.#looks(name).flatMap((look) => [...(this.#byLook.get(look) ?? [])]))
    alike.delete(name)
    return [...alike].sort()
  }
}
