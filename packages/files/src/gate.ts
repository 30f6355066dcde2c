/** Many at once on one side, one alone on the other. */
export interface Gate {
  shared<T>(work: () => Promise<T>): Promise<T>
  alone<T>(work: () => Promise<T>): Promise<T>
}

export function createGate(): Gate {
  const running = new Set<Promise<unknown>>()
  let last: Promise<unknown> = Promise.resolve()

  return {
    async shared(work) {
      await last
      const run = work()
      const ended = run.then(
        () => undefined,
        () => undefined,
      )
      running.add(ended)
      void ended.then(() => running.delete(ended))
      return run
    },
    alone(work) {
      const before = last
      const run = before.then(() => Promise.all(running)).then(work)
      last = run.catch(() => undefined)
      return run
    },
  }
}
