/** What was pushed waits here to be pulled. */
export interface Inbox<T> extends AsyncIterable<T> {
  /** False when the inbox was full and its oldest item gave way. */
  push(item: T): boolean
}

/** Creates an inbox that ends when the signal aborts. */
export function createInbox<T>(maxItems: number, signal: AbortSignal): Inbox<T> {
  const items: T[] = []
  let wake = (): void => {}
  const onAbort = (): void => wake()

  async function* pull(): AsyncGenerator<T, void, undefined> {
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      while (!signal.aborted) {
        const next = items.shift()
        if (next !== undefined) yield next
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
      items.length = 0
    }
  }

  return {
    push(item) {
      const full = items.length >= maxItems
      if (full) items.shift()
      items.push(item)
      wake()
      return !full
    },
    [Symbol.asyncIterator]: pull,
  }
}
