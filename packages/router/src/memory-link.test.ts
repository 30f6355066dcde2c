import { createMemoryNetwork } from './memory-link.ts'
import { testLink } from './testing/link.ts'

testLink('memory', async () => {
  const network = createMemoryNetwork()
  const [first, second] = [network.add(), network.add()]
  network.connect(first, second)
  return {
    links: [first.link, second.link],
    cut: async () => network.disconnect(first, second),
    close: async () => {},
  }
})
