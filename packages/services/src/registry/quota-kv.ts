import type { Kv } from '../sandbox/kv.ts'
import { QuotaError } from './errors.ts'

// What a key is for; longer ones are values in disguise, and keys are what a store keeps in memory.
const MAX_KEY_BYTES = 512
// Several fit into the guest's memory and into one of its answers.
const MAX_VALUE_BYTES = 64 * 1024
// What a store spends on an entry besides its text: a flood of empty ones is not for nothing.
const ENTRY_BYTES = 64
const PAGE = 1_000

/** Storage that holds no more than it may. Changes are made one after another, so that the sum stays right. */
export async function quotaKv(kv: Kv, maxBytes: number): Promise<Kv> {
  let used = await usedBy(kv)
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const done = last.then(change, change)
    last = done
    return done
  }

  async function put<T>(key: string, value: string, write: (old: string | undefined) => Promise<T>): Promise<T> {
    checkSizes(key, value)
    const old = await kv.get(key)
    const more = sizeOf(key, value) - (old === undefined ? 0 : sizeOf(key, old))
    if (more > 0 && used + more > maxBytes) throw new QuotaError(`${maxBytes} bytes are granted, and ${used} are taken`)
    return write(old)
  }

  return {
    get: (key) => kv.get(key),
    set: (key, value) =>
      inTurn(() =>
        put(key, value, async (old) => {
          await kv.set(key, value)
          used += sizeOf(key, value) - (old === undefined ? 0 : sizeOf(key, old))
        }),
      ),
    add: (key, value) =>
      inTurn(async () => {
        if ((await kv.get(key)) !== undefined) return false
        return put(key, value, async () => {
          const added = await kv.add(key, value)
          if (added) used += sizeOf(key, value)
          return added
        })
      }),
    delete: (key) =>
      inTurn(async () => {
        const old = await kv.get(key)
        if (old === undefined) return
        await kv.delete(key)
        used -= sizeOf(key, old)
      }),
    list: (options) => kv.list(options),
  }
}

function checkSizes(key: string, value: string): void {
  if (bytesOf(key) > MAX_KEY_BYTES) throw new QuotaError(`its key is over ${MAX_KEY_BYTES} bytes`)
  if (bytesOf(value) > MAX_VALUE_BYTES) throw new QuotaError(`its value is over ${MAX_VALUE_BYTES} bytes`)
}

function sizeOf(key: string, value: string): number {
  return bytesOf(key) + bytesOf(value) + ENTRY_BYTES
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

async function usedBy(kv: Kv): Promise<number> {
  let used = 0
  let after: string | undefined
  for (;;) {
    const page = await kv.list({ limit: PAGE, ...(after !== undefined && { after }) })
    for (const [key, value] of page) used += sizeOf(key, value)
    const [key] = page.at(-1) ?? []
    if (key === undefined) return used
    after = key
  }
}
