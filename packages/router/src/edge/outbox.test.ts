import { expect, it } from 'vitest'
import { createOutbox } from './outbox.ts'

it('makes room for what the other end has, in the middle of a piece too', async () => {
  const outbox = createOutbox(8, () => {})
  const writing = outbox.write(Uint8Array.from({ length: 16 }, (_, index) => index))
  outbox.release(6)
  await Promise.resolve()
  expect(outbox.length).toBe(14)
  expect([...outbox.read(6, 100)]).toEqual([6, 7, 8, 9, 10, 11, 12, 13])
  outbox.release(14)
  await writing
  expect([...outbox.read(14, 100)]).toEqual([14, 15])
})
