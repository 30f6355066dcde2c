import { expect, it } from 'vitest'
import { digestOf, patterned, startChain, type Way } from './chain.ts'

const BYTES = 300_001
const chains: readonly (readonly Way[])[] = [
  ['memory', 'memory', 'memory', 'memory'],
  ['tcp', 'tcp'],
  ['ws', 'ws'],
  ['http', 'http'],
  ['tcp', 'ws', 'http', 'tcp'],
]

it.each(chains.map((ways) => [ways.join(' → '), ways] as const))(
  'the same request gets the same answer over %s',
  async (_, ways) => {
    const { asker, service, cutOff, close } = await startChain(ways)
    try {
      const empty = await asker.request(service, new Uint8Array(0))
      expect(await digestOf(empty.body)).toBe(await digestOf(patterned(0)))
      const { body } = await asker.request(service, patterned(BYTES))
      expect(await digestOf(body)).toBe(await digestOf(patterned(BYTES), 0xff))
      expect(cutOff).toEqual([])
    } finally {
      await close()
    }
  },
)
