import { testNeighbourhood } from '../testing/test-neighbourhood.ts'
import { createMemoryNeighbourhood } from './memory-neighbourhood.ts'

testNeighbourhood('memory', async () => {
  const network = createMemoryNeighbourhood()
  return {
    one: { id: 'one', neighbourhood: network.join('one') },
    other: { id: 'other', neighbourhood: network.join('other') },
    connect: async () => network.connect('one', 'other'),
    disconnect: async () => network.disconnect('one', 'other'),
    close: async () => undefined,
  }
})
