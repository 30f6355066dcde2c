/** Lets any number of waiters know that something changed. */
export class Pulse {
  #current = Promise.withResolvers<void>()

  beat(): void {
    this.#current.resolve()
    this.#current = Promise.withResolvers()
  }

  /** Whether it beat before the time was up. */
  async wait(ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => resolve(false), ms)
    try {
      return await Promise.race([this.#current.promise.then(() => true), promise])
    } finally {
      clearTimeout(timer)
    }
  }
}
