/** Bytes that arrived and wait for their reader. */
export interface Inbox {
  push(piece: Uint8Array): void
  end(): void
  fail(error: Error): void
  readonly body: AsyncIterableIterator<Uint8Array>
}

/** `onRead` says how many bytes the reader took; `onLeave` that it wants no more. */
export function createInbox(onRead: (bytes: number) => void, onLeave: () => void): Inbox {
  const pieces: Uint8Array[] = []
  let state: 'open' | 'ended' | 'left' = 'open'
  let error: Error | undefined
  let wake: (() => void) | undefined

  const settle = (next: 'ended' | 'left') => {
    if (state === 'open') state = next
    wake?.()
  }

  const body: AsyncIterableIterator<Uint8Array> = {
    async next() {
      for (;;) {
        const value = pieces.shift()
        if (value) {
          onRead(value.length)
          return { done: false, value }
        }
        if (error) throw error
        if (state !== 'open') return { done: true, value: undefined }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    async return() {
      const early = state === 'open'
      state = 'left'
      error = undefined
      pieces.length = 0
      wake?.()
      if (early) onLeave()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => body,
  }

  return {
    body,
    push(piece) {
      if (state !== 'open') return onRead(piece.length)
      pieces.push(piece)
      wake?.()
    },
    end: () => settle('ended'),
    fail(reason) {
      if (state === 'open') error = reason
      settle('ended')
    },
  }
}
