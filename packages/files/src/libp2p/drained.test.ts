import type { Stream } from '@libp2p/interface'
import { expect, it } from 'vitest'
import { drained } from './drained.ts'

/** As much of a stream as waiting for it takes. */
function fullStream(): EventTarget & { writableNeedsDrain: boolean; status: string } {
  return Object.assign(new EventTarget(), { writableNeedsDrain: true, status: 'open' })
}

it('waits each time that a stream is full, not only the first', async () => {
  const stream = fullStream()
  for (let round = 0; round < 3; round++) {
    stream.writableNeedsDrain = true
    let done = false
    const waiting = drained(stream as unknown as Stream, undefined).then(() => {
      done = true
    })
    // A drain of the connection wakes every stream, also one whose own window is still closed.
    stream.dispatchEvent(new Event('drain'))
    await new Promise((resolve) => setTimeout(resolve))
    expect(done).toBe(false)
    stream.writableNeedsDrain = false
    stream.dispatchEvent(new Event('drain'))
    await waiting
  }
})

it('waits no longer for a stream that closed, or for a caller that gave up', async () => {
  const closing = fullStream()
  const waiting = drained(closing as unknown as Stream, undefined)
  closing.status = 'closed'
  closing.dispatchEvent(new Event('close'))
  await waiting
  const caller = new AbortController()
  const given = drained(fullStream() as unknown as Stream, caller.signal)
  caller.abort(new Error('enough'))
  await expect(given).rejects.toThrow('enough')
})
