import type { Ledger, LedgerBlock } from '../scene.ts'

export interface PlacedBlock {
  readonly block: LedgerBlock
  readonly x: number
  readonly y: number
}

export interface PlacedLedger {
  readonly blocks: readonly PlacedBlock[]
  /** From parent to child. */
  readonly wires: readonly { readonly id: string; readonly path: string; readonly joins: boolean }[]
  readonly width: number
  readonly height: number
  /** How many blocks are known, and not drawn. */
  readonly left: number
}

const COLUMN_PX = 74
const ROW_PX = 64
const MARGIN_PX = 40
// Newer ones say more, and a wall of thousands says nothing.
const MAX_DRAWN = 240
// A block with work for a million parents would have a wire to each.
const MAX_WIRES = 600
// What forks more than this is a flood: its further rows lie on the last.
const MAX_ROWS = 12

/** Places the newest blocks, the oldest on the left, with a wire from each parent. */
export function placeBlocks({ nodes, edges, total = nodes.length }: Ledger): PlacedLedger {
  const shown = nodes.toSorted((a, b) => a.x - b.x).slice(-MAX_DRAWN)
  const first = shown[0]?.x ?? 0
  const blocks = shown.map((block) => ({
    block,
    x: MARGIN_PX + (block.x - first) * COLUMN_PX,
    y: MARGIN_PX + Math.min(block.y, MAX_ROWS - 1) * ROW_PX,
  }))
  const byId = new Map(blocks.map((placed) => [placed.block.id, placed]))
  const wires = edges.flatMap(({ from, to }) => {
    const [child, parent] = [byId.get(from), byId.get(to)]
    if (child === undefined || parent === undefined) return []
    return [{ id: `${from} ${to}`, path: curve(parent, child), joins: child.block.joins }]
  })
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0)
  return {
    blocks,
    wires: wires.slice(-MAX_WIRES),
    width: most(blocks.map(({ x }) => x)) + MARGIN_PX + 20,
    height: most(blocks.map(({ y }) => y)) + MARGIN_PX + 24,
    left: Math.max(0, total - shown.length),
  }
}

function curve(from: PlacedBlock, to: PlacedBlock): string {
  if (from.y === to.y) return `M${from.x} ${from.y}H${to.x}`
  const bend = Math.min(COLUMN_PX, to.x - from.x) / 2
  return `M${from.x} ${from.y}H${to.x - 2 * bend}C${to.x - bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`
}
