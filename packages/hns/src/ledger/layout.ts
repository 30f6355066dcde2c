import type { RecordId } from '@hydra/records'
import type { Graph } from './graph.ts'

export interface LayoutNode {
  readonly id: RecordId
  readonly name: string
  /** The claimer's key, in hex: one colour each. */
  readonly key: string
  readonly work: number
  /** Its column: blocks stand to the right of their parents. */
  readonly x: number
  /** Its row: a branch stays in one as long as it can. */
  readonly y: number
  /** Whether it joins branches. */
  readonly joins: boolean
  /** Whether another key claims the same name. */
  readonly isRival: boolean
  /** Whether nothing was built on it yet. */
  readonly isTip: boolean
}

export interface Layout {
  readonly nodes: readonly LayoutNode[]
  /** From a block to its parent; parents that are too old to be shown are left out. */
  readonly edges: readonly { readonly from: RecordId; readonly to: RecordId }[]
  readonly columns: number
  readonly rows: number
}

/** Lays out the newest blocks, for whoever draws them: alike for every peer that has the same blocks. */
export function layoutOf(graph: Graph, maxBlocks: number): Layout {
  const { heights, ids } = graph
  const byAge = (a: number, b: number): number =>
    (heights[a] as number) - (heights[b] as number) || ((ids[a] as string) < (ids[b] as string) ? -1 : 1)
  const shown = Array.from({ length: graph.size }, (_, i) => i)
    .sort(byAge)
    .slice(-maxBlocks)
  const left = heights[shown[0] ?? 0] ?? 0
  const rows = rowsOf(graph, shown)
  const rivals = rivalNames(graph)
  const nodes = shown.map(
    (number): LayoutNode => ({
      id: ids[number] as RecordId,
      name: graph.names[number] as string,
      key: graph.keys[number] as string,
      work: graph.works[number] as number,
      x: (heights[number] as number) - left,
      y: rows.get(number) as number,
      joins: graph.parentsOf(number).length > 1,
      isRival: rivals.has(graph.names[number] as string),
      isTip: graph.tips.has(number),
    }),
  )
  const edges = shown.flatMap((number) =>
    [...graph.parentsOf(number)]
      .filter((parent) => rows.has(parent))
      .map((parent) => ({ from: ids[number] as RecordId, to: ids[parent] as RecordId })),
  )
  const most = (of: (node: LayoutNode) => number): number => nodes.reduce((sum, node) => Math.max(sum, of(node) + 1), 0)
  return { nodes, edges, columns: most(({ x }) => x), rows: most(({ y }) => y) }
}

// A block takes over the row of a parent that no other child has taken, or else the first row that is free from here on.
function rowsOf(graph: Graph, shown: readonly number[]): Map<number, number> {
  const rows = new Map<number, number>()
  const ends: number[] = []
  for (const number of shown) {
    const height = graph.heights[number] as number
    const own = [...graph.parentsOf(number)].map((parent) => ({ parent, row: rows.get(parent) }))
    const next = own.find(({ parent, row }) => row !== undefined && ends[row] === graph.heights[parent])
    const free = ends.findIndex((end) => end < height - 1)
    const row = next?.row ?? (free >= 0 ? free : ends.length)
    rows.set(number, row)
    ends[row] = height
  }
  return rows
}

function rivalNames({ names, keys }: Graph): Set<string> {
  const owner = new Map<string, string>()
  const rivals = new Set<string>()
  names.forEach((name, i) => {
    const known = owner.get(name)
    if (known === undefined) owner.set(name, keys[i] as string)
    else if (known !== keys[i]) rivals.add(name)
  })
  return rivals
}
