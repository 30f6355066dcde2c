import { memorySlot } from '@hydra/identity'
import { expect, it } from 'vitest'
import { keptKey } from './kept-key.ts'

it('a kept key is the same the next time, also for two who come first at once', async () => {
  const slot = memorySlot()
  const [first, second] = await Promise.all([keptKey(slot), keptKey(slot)])
  expect(second.publicKey).toBe(first.publicKey)
  expect((await keptKey(slot)).publicKey).toBe(first.publicKey)
  expect((await keptKey(memorySlot())).publicKey).not.toBe(first.publicKey)
})

it('something else in its place is not taken for a key', async () => {
  const slot = memorySlot()
  await slot.write(new Uint8Array(31), 'create')
  await expect(keptKey(slot)).rejects.toThrow('no key of a service')
})
