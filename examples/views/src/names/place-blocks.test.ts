import { expect, it } from 'vitest'
import type { Ledger } from '../scene.ts'
import { placeBlocks } from './place-blocks.ts'

const block = (id: string, x: number, y = 0, joins = false) => ({
  id,
  name: id,
  key: 'key',
  work: 1,
  x,
  y,
  joins,
  isRival: false,
  isTip: false,
})

it('places a fork and what joins it, with a wire from each parent that is drawn', () => {
  const nodes = [block('root', 0), block('left', 1), block('right', 1, 1), block('join', 2, 0, true)]
  const edges = [
    ['left', 'root'],
    ['right', 'root'],
    ['join', 'left'],
    ['join', 'right'],
    ['root', 'older'],
  ].map(([from = '', to = '']) => ({ from, to }))
  const { blocks, wires, left } = placeBlocks({ nodes, edges, columns: 3, rows: 2, total: 9 })
  expect(blocks.map(({ block: { id } }) => id)).toEqual(['root', 'left', 'right', 'join'])
  expect(wires.map(({ id, joins }) => [id, joins])).toEqual([
    ['left root', false],
    ['right root', false],
    ['join left', true],
    ['join right', true],
  ])
  expect(left).toBe(5)
})

it('draws the newest of very many, within bounds of wires and of rows', () => {
  const nodes = Array.from({ length: 5_000 }, (_, at) => block(`${at}`, at, at % 300))
  const edges = nodes.flatMap(({ id }) =>
    Array.from({ length: 20 }, (_, n) => ({ from: id, to: String(Number(id) - n - 1) })),
  )
  const ledger: Ledger = { nodes, edges, columns: 5_000, rows: 300 }
  const { blocks, wires, width, height, left } = placeBlocks(ledger)
  expect([blocks.length, blocks.at(-1)?.block.id, left]).toEqual([240, '4999', 4_760])
  expect(wires.length).toBeLessThanOrEqual(600)
  expect(width).toBeLessThan(20_000)
  expect(height).toBeLessThan(1_000)
})
