import type { RecordId } from '@hydra/records'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Graph } from './graph.ts'
import type { Node } from './node.ts'
import { Ranking, type Standing } from './ranking.ts'

const idOf = (number: number): RecordId => number.toString(16).padStart(64, '0') as RecordId

/** Random ledgers: each block has up to three parents among those before it. */
const ledgers = fc
  .array(
    fc.record({
      name: fc.constantFrom('one', 'two', 'three'),
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      work: fc.integer({ min: 1, max: 20 }),
      parents: fc.array(fc.nat(), { maxLength: 3 }),
      scramble: fc.nat({ max: 0xffff }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((blocks) => {
    // Ids that say nothing of the order in which the blocks were made.
    const ids = blocks.map(({ scramble }, i) => idOf(scramble * 64 + i))
    return blocks.map(({ name, key, work, parents }, i): Node => {
      const chosen = i === 0 ? [] : parents.map((parent) => ids[parent % i] as RecordId)
      return { id: ids[i] as RecordId, name, key, work, parents: [...new Set(chosen)] }
    })
  })

function rank(nodes: readonly Node[], name: string, between?: (ranking: Ranking) => void): Standing[] {
  const graph = new Graph()
  const ranking = new Ranking(graph)
  for (const node of nodes) {
    for (const number of graph.add(node)) ranking.add(number)
    between?.(ranking)
  }
  return ranking.of(name)
}

/** The ledger's rule as it is written down: sets of blocks and nothing else. */
function byTheBook(nodes: readonly Node[], name: string) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const past = new Map<string, Set<string> | undefined>()
  const pastOf = (id: RecordId): Set<string> | undefined => {
    const node = byId.get(id)
    if (node === undefined) return undefined
    if (!past.has(id)) {
      const pasts = node.parents.map(pastOf)
      past.set(id, pasts.includes(undefined) ? undefined : new Set([id, ...pasts.flatMap((set) => [...(set ?? [])])]))
    }
    return past.get(id)
  }
  const descendants = (key: string): Set<RecordId> => {
    const own = nodes.filter((node) => node.name === name && node.key === key)
    const credited = nodes.filter(({ id }) => own.some((claim) => pastOf(id)?.has(claim.id)))
    return new Set([...own, ...credited].map(({ id }) => id))
  }
  const exclusive = (one: string, other: string): number => {
    const without = descendants(other)
    return [...descendants(one)]
      .filter((id) => !without.has(id))
      .reduce((sum, id) => sum + (byId.get(id) as Node).work, 0)
  }
  return { exclusive, descendants }
}

describe('ranking', () => {
  it('puts the claim first that has more exclusive work, for any two, and tells how much', () => {
    fc.assert(
      fc.property(ledgers, (nodes) => {
        const { exclusive } = byTheBook(nodes, 'one')
        const standings = rank(nodes, 'one')
        standings.forEach(({ key }, i) => {
          for (const { key: later } of standings.slice(i + 1)) {
            expect(exclusive(key, later)).toBeGreaterThanOrEqual(exclusive(later, key))
          }
        })
        const [first, second] = standings
        for (const { key, exclusive: own, against } of standings) {
          const rival = key === first?.key ? second?.key : first?.key
          if (rival !== undefined) expect([own, against]).toEqual([exclusive(key, rival), exclusive(rival, key)])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is the same in whatever order blocks come, and however often it was asked for in between', () => {
    fc.assert(
      fc.property(ledgers, fc.infiniteStream(fc.double({ noNaN: true, min: 0, max: 1 })), (nodes, random) => {
        const shuffled = nodes
          .map((node) => ({ node, place: random.next().value as number }))
          .sort((a, b) => a.place - b.place)
          .map(({ node }) => node)
        const asked = rank(shuffled, 'one', (ranking) => void ranking.of('one'))
        expect(asked).toEqual(rank(nodes, 'one'))
      }),
      { numRuns: 300 },
    )
  })

  it('never puts a claim before one in its past', () => {
    fc.assert(
      fc.property(ledgers, (nodes) => {
        const { descendants } = byTheBook(nodes, 'one')
        const order = rank(nodes, 'one').map(({ key }) => key)
        for (const [i, key] of order.entries()) {
          for (const later of order.slice(i + 1)) {
            // All that descends from the earlier descends from the later, which has more besides: then it is in its past.
            const [own, others] = [descendants(key), descendants(later)]
            expect(own.size < others.size && [...own].every((id) => others.has(id))).toBe(false)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('never lowers a claim for a block that descends from it', () => {
    fc.assert(
      fc.property(ledgers, fc.nat(), fc.integer({ min: 1, max: 50 }), (nodes, choice, work) => {
        const before = rank(nodes, 'one').map(({ key }) => key)
        const parent = nodes[choice % nodes.length] as Node
        const more = { id: idOf(2 ** 40), name: 'elsewhere', key: 'z', work, parents: [parent.id] }
        const { descendants } = byTheBook(nodes, 'one')
        const after = rank([...nodes, more], 'one').map(({ key }) => key)
        for (const key of before.filter((one) => descendants(one).has(parent.id))) {
          for (const below of before.slice(before.indexOf(key) + 1)) {
            expect(after.indexOf(key)).toBeLessThan(after.indexOf(below))
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is right for a flood of claims, too', () => {
    const chain = Array.from({ length: 100 }, (_, i): Node => {
      const parents = i === 0 ? [] : [idOf(i - 1)]
      return { id: idOf(i), name: i === 50 ? 'one' : 'other', key: 'honest', work: 3, parents }
    })
    const flood = Array.from({ length: 200 }, (_, i): Node => {
      return { id: idOf(1000 + i), name: 'one', key: `flood ${i}`, work: 1 + (i % 7), parents: [idOf(i % 40)] }
    })
    const nodes = [...chain, ...flood]
    const { exclusive } = byTheBook(nodes, 'one')
    const standings = rank(nodes, 'one')
    expect(standings).toHaveLength(201)
    expect(standings[0]).toMatchObject({ key: 'honest', work: 150, exclusive: 150, against: 7 })
    for (const { key, exclusive: own, against } of standings.slice(1)) {
      expect([own, against]).toEqual([exclusive(key, 'honest'), exclusive('honest', key)])
    }
  })
})
