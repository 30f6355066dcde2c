import type { CID } from 'multiformats/cid'
import type { Block, Range } from '../block-source.ts'
import { wantsBelow } from '../below.ts'
import { decodeNode, linksOf } from '../dag-node.ts'
import { MalformedDagError, NotFoundError } from '../errors.ts'
import { lookUp } from '../folders.ts'

/** Of what a path leads to: its block, all that makes up this file or folder, or also what a folder holds. */
export type Scope = 'block' | 'entity' | 'all'

export type GetBytes = (cid: CID) => Promise<Uint8Array>

interface Step {
  readonly cid: CID
  readonly range: Range
}

const WHOLE: Range = { from: 0, to: Number.MAX_SAFE_INTEGER }
// Helia and Kubo make trees of three or four levels; folders add one each.
const MAX_DEPTH = 256
// Two hexadecimal digits: a part of a folder that is too large for one block.
const SHARD_NAME = 2

/** The blocks from a root down to what names lead to, which is the last one. */
export async function wayDown(get: GetBytes, root: CID, names: readonly string[]): Promise<Block[]> {
  const way: Block[] = []
  const noting: GetBytes = async (cid) => {
    const bytes = await get(cid)
    way.push({ cid, bytes })
    return bytes
  }
  let cid = root
  let bytes = await noting(root)
  for (const name of names) {
    const node = decodeNode(cid, bytes)
    const next = node.kind === 'file' ? undefined : await lookUp(noting, cid, node, name)
    if (!next) throw new NotFoundError(`${root}/${names.join('/')}`)
    cid = next
    bytes = await noting(cid)
  }
  return way
}

/** What lies below a block, depth first: of a file only what holds bytes of the range. */
export async function* blocksBelow(get: GetBytes, top: Block, scope: Scope, range = WHOLE): AsyncGenerator<Block> {
  if (scope === 'block') return
  const levels: Step[][] = [stepsBelow(top, scope, range)]
  while (levels.length > 0) {
    const step = levels.at(-1)?.shift()
    if (step === undefined) {
      levels.pop()
      continue
    }
    const block = { cid: step.cid, bytes: await get(step.cid) }
    yield block
    if (levels.length === MAX_DEPTH)
      throw new MalformedDagError(top.cid.toString(), `the tree under it has more than ${MAX_DEPTH} levels`)
    levels.push(stepsBelow(block, scope, step.range))
  }
}

function stepsBelow({ cid, bytes }: Block, scope: Scope, range: Range): Step[] {
  const all = () => linksOf(cid, bytes).map((cid) => ({ cid, range: WHOLE }))
  if (scope === 'all' && range === WHOLE) return all()
  const node = decodeNode(cid, bytes)
  if (node.kind === 'file')
    return wantsBelow(cid, bytes, range).map(({ cid, below }) => ({ cid, range: below ?? WHOLE }))
  if (scope === 'all') return all()
  if (node.kind === 'folder') return []
  return node.links.filter(({ name }) => name.length === SHARD_NAME).map(({ cid }) => ({ cid, range: WHOLE }))
}

/**
 * What `entity-bytes=from:to` asks of a file of so many bytes: both ends count, `*` is the last one, and a number below
 * zero counts from the end. Undefined where it is no range.
 */
export function entityRange(text: string, bytes: number): Range | undefined {
  const [, first, last] = /^(-?\d{1,15}):(-?\d{1,15}|\*)$/.exec(text) ?? []
  if (first === undefined || last === undefined) return undefined
  const from = fromStart(Number(first), bytes)
  const to = last === '*' ? bytes : fromStart(Number(last), bytes) + 1
  return { from, to: Math.max(from, Math.min(to, bytes)) }
}

function fromStart(position: number, bytes: number): number {
  return position < 0 ? Math.max(0, bytes + position) : position
}
