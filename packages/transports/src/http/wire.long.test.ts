import { expect, it } from 'vitest'
import { decodeRequest, encodeFrame, encodeRequest, FrameDecoder } from './wire.ts'

// Seeded, so that a case that fails can be run again.
function* bytesFrom(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    yield state >>> 24
  }
}

it('reads only what it would have written, in two million mutated messages', () => {
  const random = bytesFrom(1)
  const next = () => random.next().value as number
  const push = encodeRequest({
    kind: 'push',
    session: new Uint8Array(32).fill(7),
    next: 3,
    limit: 1_000,
    offset: 9,
    end: false,
    data: new Uint8Array(20),
  })
  const frames = encodeFrame({ kind: 'data', offset: 1, data: new Uint8Array(20) })
  let refused = 0
  for (let i = 0; i < 1_000_000; i++) {
    const bytes = push.slice(0, push.length - (next() > 240 ? next() % 60 : 0))
    for (let changes = 1 + (next() % 3); changes > 0; changes--) bytes[next() % bytes.length] = next()
    try {
      const again = encodeRequest(decodeRequest(bytes))
      if (Buffer.compare(again, bytes) !== 0) throw new Error(`message ${i} changed when it was read`)
    } catch (error) {
      if ((error as Error).name !== 'MalformedMessageError') throw error
      refused++
    }
    const mutated = frames.slice()
    mutated[next() % mutated.length] = next()
    try {
      new FrameDecoder().push(mutated)
    } catch (error) {
      if ((error as Error).name !== 'MalformedMessageError') throw error
      refused++
    }
  }
  expect(refused).toBeGreaterThan(100_000)
})
