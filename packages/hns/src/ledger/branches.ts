import type { RecordId } from '@hydra/records'
import type { Graph } from './graph.ts'

/** A newest block, and the part of the ledger in its past. */
export interface Branch {
  readonly tip: RecordId
  readonly height: number
  readonly blocks: number
  readonly work: number
  /** Of these, what is in the past of no other branch. */
  readonly ownBlocks: number
  readonly ownWork: number
}

// A bit for each; those that reach highest. More branches than these are a flood.
const MAX_BRANCHES = 31

/** The branches, the one with most work first; alike for every peer that has the same blocks. */
export function branchesOf(graph: Graph): Branch[] {
  const { heights, ids, works, size } = graph
  const byHeight = (a: number, b: number): number =>
    (heights[b] as number) - (heights[a] as number) || ((ids[a] as string) < (ids[b] as string) ? -1 : 1)
  const tips = [...graph.tips].sort(byHeight).slice(0, MAX_BRANCHES)
  const masks = new Int32Array(size)
  tips.forEach((tip, i) => {
    masks[tip] = 1 << i
  })
  const sums = tips.map((tip) => ({
    tip: ids[tip] as RecordId,
    height: heights[tip] as number,
    blocks: 0,
    work: 0,
    ownBlocks: 0,
    ownWork: 0,
  }))
  for (let number = size - 1; number >= 0; number--) {
    const mask = masks[number] as number
    for (const parent of graph.parentsOf(number)) masks[parent] = (masks[parent] as number) | mask
    const isOwn = (mask & (mask - 1)) === 0
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      const sum = sums[31 - Math.clz32(rest & -rest)] as (typeof sums)[number]
      sum.blocks++
      sum.work += works[number] as number
      if (!isOwn) continue
      sum.ownBlocks++
      sum.ownWork += works[number] as number
    }
  }
  return sums.sort((a, b) => b.work - a.work || (a.tip < b.tip ? -1 : 1))
}
