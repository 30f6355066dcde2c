import { expect, it } from 'vitest'
import { indexedDbSlot } from './indexed-db-slot.ts'

it('a slot in IndexedDB says that Node has none, and what to use', async () => {
  const slot = indexedDbSlot('identity')
  const refusal = { name: 'SlotError', message: /no IndexedDB here.*fileSlot/ }
  await expect(slot.read()).rejects.toMatchObject(refusal)
  await expect(slot.write(Uint8Array.of(1), 'create')).rejects.toMatchObject(refusal)
})
