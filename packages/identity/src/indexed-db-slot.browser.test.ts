import { expect, it } from 'vitest'
import { indexedDbSlot } from './indexed-db-slot.ts'
import { testKeyStore } from './testing/key-store-suite.ts'
import { testSlot } from './testing/slot-suite.ts'

let count = 0

testSlot('IndexedDB', async () => {
  const name = `slot ${count++}`
  return { open: () => indexedDbSlot(name) }
})
testKeyStore('IndexedDB', async () => indexedDbSlot(`keys ${count++}`))

it('keeps values of different names apart', async () => {
  await indexedDbSlot('one').write(Uint8Array.of(1), 'replace')
  await indexedDbSlot('two').write(Uint8Array.of(2), 'replace')
  expect(await indexedDbSlot('one').read()).toEqual(Uint8Array.of(1))
})

it('says what to do where the browser stores nothing', async () => {
  const { indexedDB } = globalThis
  const blocked = { open: () => indexedDB.open('none', -1) }
  Object.defineProperty(globalThis, 'indexedDB', { value: blocked, configurable: true })
  try {
    await expect(indexedDbSlot('none').read()).rejects.toMatchObject({ name: 'SlotError', message: /site data/ })
  } finally {
    Object.defineProperty(globalThis, 'indexedDB', { value: indexedDB, configurable: true })
  }
})
