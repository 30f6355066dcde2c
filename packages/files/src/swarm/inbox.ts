/** What came for one reader. Whoever brings it waits while too much lies there. */
export interface Inbox<T> {
  put(item: T, bytes: number): Promise<void>
  take(): Promise<T>
  fail(reason: unknown): void
}

// Some blocks of the largest size: the disk may take a moment.
const MAX_BYTES = 8 * 1024 * 1024

export function createInbox<T>(): Inbox<T> {
  const items: { readonly item: T; readonly bytes: number }[] = []
  let held = 0
  let failure: { readonly reason: unknown } | undefined
  let change = Promise.withResolvers<void>()
  const wake = () => {
    change.resolve()
    change = Promise.withResolvers()
  }
  const isFull = () => held > MAX_BYTES && failure === undefined

  return {
    async put(item, bytes) {
      if (failure) return
      items.push({ item, bytes })
      held += bytes
      wake()
      while (isFull()) await change.promise
    },
    async take() {
      for (;;) {
        const next = items.shift()
        if (next) {
          held -= next.bytes
          wake()
          return next.item
        }
        if (failure) throw failure.reason
        await change.promise
      }
    },
    fail(reason) {
      failure ??= { reason }
      wake()
    },
  }
}
