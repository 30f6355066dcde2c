import type { RecordSet } from '@hydra/records'
import { afterEach, describe, expect, it } from 'vitest'
import { createStreet, type Street } from './simulated-street.ts'

const PEERS = 50
const EVERY_MS = 20_000
// Rounds in which each peer meets one neighbour more.
const ROUNDS = 3

async function idsOf(set: RecordSet | undefined): Promise<string[]> {
  const ids: string[] = []
  if (set !== undefined) for await (const { id } of set.range()) ids.push(id)
  return ids
}

describe.each(['spread', 'hidden', 'none'] as const)(
  'fifty peers in random partitions, new records by %s',
  (gossip) => {
    let street: Street
    afterEach(() => street.close())

    it('agree within a few exchanges of the heal', async () => {
      street = await createStreet(PEERS, { seed: 8, everyMs: EVERY_MS, gossip })
      const { network, sets, parts } = street
      for (let round = 0; round < 4; round++) {
        for (let peer = 0; peer < PEERS; peer++) await street.add(peer)
        await network.clock.run(1000)
      }
      await network.clock.run(ROUNDS * EVERY_MS)
      const sizes = parts.map((part) => 4 * parts.filter((other) => other === part).length)
      // Each part agrees in itself, and none knows of another's records.
      expect(sets.map(({ size }) => size)).toEqual(sizes)
      street.heal()
      await network.clock.run(ROUNDS * EVERY_MS)
      expect(sets.map(({ size }) => size)).toEqual(sets.map(() => 4 * PEERS))
      const ids = await idsOf(sets[0])
      for (const set of sets) expect(await idsOf(set)).toEqual(ids)
      // And from then on, what anyone adds comes to everyone: within seconds where it is pushed.
      for (let peer = 0; peer < PEERS; peer += 10) await street.add(peer)
      await network.clock.run(gossip === 'none' ? ROUNDS * EVERY_MS : 10_000)
      expect(sets.map(({ size }) => size)).toEqual(sets.map(() => 4 * PEERS + 5))
    })
  },
)
