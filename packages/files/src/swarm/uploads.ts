import type { Clock } from '../clock.ts'
import { createSlots } from '../slots.ts'

/** Shares what may be sent between the peers that ask: block by block, in the order in which they came. */
export interface Uploads {
  /** Sends a block of so many bytes when its turn comes. Throws where the peer does not take it in time. */
  run(bytes: number, signal: AbortSignal, send: () => Promise<void>): Promise<void>
  /** Tells whether something may happen once more, so many times in a second. */
  limited(perSecond: number): () => boolean
}

// A peer that takes a block in no less than this is after our slots.
const SLOW_MS = 20_000

export function createUploads(
  clock: Clock,
  { slots, bytesPerSecond }: { slots: number; bytesPerSecond: number | undefined },
): Uploads {
  const turns = createSlots(slots)
  // When all that was sent so far is paid for.
  let paidAt = 0

  async function pay(bytes: number, signal: AbortSignal): Promise<void> {
    if (bytesPerSecond === undefined) return
    const now = clock.now()
    paidAt = Math.max(paidAt, now) + (bytes / bytesPerSecond) * 1_000
    if (paidAt > now) await pause(clock, paidAt - now, signal)
  }

  return {
    async run(bytes, signal, send) {
      await pay(bytes, signal)
      await turns.run(async () => {
        signal.throwIfAborted()
        const { promise: late, reject } = Promise.withResolvers<never>()
        const stop = clock.after(SLOW_MS, () => reject(new Error(`The peer took no block within ${SLOW_MS} ms.`)))
        await Promise.race([send(), late]).finally(stop)
      })
    },
    limited(perSecond) {
      let left = perSecond
      let since = clock.now()
      return () => {
        const now = clock.now()
        left = Math.min(perSecond, left + ((now - since) * perSecond) / 1_000)
        since = now
        if (left < 1) return false
        left -= 1
        return true
      }
    },
  }
}

function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const abort = () => reject(signal.reason)
  const stop = clock.after(ms, resolve)
  signal.addEventListener('abort', abort, { once: true })
  return promise.finally(() => {
    stop()
    signal.removeEventListener('abort', abort)
  })
}
