import type { RecordId } from '@hydra/records'
import { describe, expect, it } from 'vitest'
import { branchesOf } from './branches.ts'
import { Graph } from './graph.ts'
import type { Node } from './node.ts'
import { layoutOf } from './layout.ts'
import { Ranking } from './ranking.ts'

const idOf = (number: number): RecordId => number.toString(16).padStart(64, '0') as RecordId
const node = (number: number, parents: number[], more: Partial<Node> = {}): Node => {
  return { id: idOf(number), name: `name ${number}`, key: 'k', work: 1, parents: parents.map(idOf), ...more }
}

describe('a block whose parent is not known', () => {
  it('is a claim, but gives credit to nothing until the parent comes', () => {
    const graph = new Graph()
    const ranking = new Ranking(graph)
    const add = (block: Node): void => {
      for (const number of graph.add(block)) ranking.add(number)
    }
    add(node(1, [], { name: 'n', key: 'a' }))
    add(node(3, [1, 2], { name: 'n', key: 'b', work: 5 }))
    add(node(4, [3], { work: 100 }))
    expect(ranking.of('n').map(({ key, work, isWaiting }) => [key, work, isWaiting])).toEqual([
      ['b', 5, true],
      ['a', 1, false],
    ])
    add(node(2, []))
    expect(ranking.of('n').map(({ key, work, isWaiting }) => [key, work, isWaiting])).toEqual([
      ['a', 106, false],
      ['b', 105, false],
    ])
    expect(graph.waiting.size).toBe(0)
  })

  it('is kept aside within bounds, and the ledger knows that some were left out', () => {
    const graph = new Graph()
    for (let i = 0; i < 65_536; i++) graph.add(node(10 + i, [1]))
    expect([graph.waiting.size, graph.waiting.overflowed]).toEqual([65_536, false])
    graph.add(node(5, [1]))
    expect([graph.waiting.size, graph.waiting.overflowed]).toEqual([65_536, true])
    graph.add(node(1, []))
    expect([graph.size, graph.waiting.size]).toEqual([65_537, 0])
  })

  it('may be the first of a long chain that comes backwards', () => {
    const graph = new Graph()
    for (let i = 50_000; i > 0; i--) graph.add(node(i, [i - 1]))
    expect(graph.size).toBe(0)
    expect(graph.add(node(0, []))).toHaveLength(50_001)
    expect(graph.heights[graph.numberOf(idOf(50_000)) as number]).toBe(50_000)
  })
})

it('blocks that name each other, which no hash allows, would wait for ever', () => {
  const graph = new Graph()
  expect([...graph.add(node(1, [2])), ...graph.add(node(2, [1])), ...graph.add(node(3, [3]))]).toEqual([])
  expect([graph.size, graph.waiting.size]).toEqual([0, 3])
})

describe('branches', () => {
  const fork = [node(0, []), node(1, [0]), node(2, [1]), node(3, [0], { work: 5 })]

  it('are told with what each has alone, until a block joins them', () => {
    const graph = new Graph()
    for (const block of fork) graph.add(block)
    expect(branchesOf(graph)).toEqual([
      { tip: idOf(3), height: 1, blocks: 2, work: 6, ownBlocks: 1, ownWork: 5 },
      { tip: idOf(2), height: 2, blocks: 3, work: 3, ownBlocks: 2, ownWork: 2 },
    ])
    graph.add(node(4, [2, 3]))
    expect(branchesOf(graph)).toEqual([{ tip: idOf(4), height: 3, blocks: 5, work: 9, ownBlocks: 5, ownWork: 9 }])
  })

  it('are laid out a row each, with their joins and rival claims', () => {
    const graph = new Graph()
    const rival = { name: 'n', key: 'other' }
    const blocks = [...fork, node(4, [2, 3], { name: 'n' }), node(5, [3], rival)]
    for (const block of blocks.reverse()) graph.add(block)
    const { nodes, edges, columns, rows } = layoutOf(graph, 100)
    expect(nodes.map(({ id, x, y, joins, isRival, isTip }) => [Number(id), x, y, joins, isRival, isTip])).toEqual([
      [0, 0, 0, false, false, false],
      [1, 1, 0, false, false, false],
      [3, 1, 1, false, false, false],
      [2, 2, 0, false, false, false],
      [5, 2, 1, false, true, true],
      [4, 3, 0, true, true, true],
    ])
    expect(edges).toHaveLength(6)
    expect([columns, rows]).toEqual([4, 2])
    const newest = layoutOf(graph, 2)
    expect([newest.nodes.length, newest.edges.length, newest.columns]).toEqual([2, 0, 2])
  })
})
