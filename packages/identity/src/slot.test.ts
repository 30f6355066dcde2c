import { memorySlot } from './slot.ts'
import { testKeyStore } from './testing/key-store-suite.ts'
import { testSlot } from './testing/slot-suite.ts'

testSlot('memory', async () => {
  const slot = memorySlot()
  return { open: () => slot }
})
testKeyStore('memory', async () => memorySlot())
