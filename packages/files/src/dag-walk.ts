import type { CID } from 'multiformats/cid'
import type { Bytes } from './block-source.ts'
import { DAG_PB } from './codecs.ts'
import { linksOf } from './dag-node.ts'
import { MalformedDagError } from './errors.ts'

export interface WalkOptions {
  /** Blocks that are read at once. */
  readonly atOnce: number
  readonly signal?: AbortSignal
}

interface Step {
  readonly cid: CID
  readonly depth: number
}

// Folders in folders, as deep as a path of 4,096 characters leads, and the levels of a file below them.
const MAX_DEPTH = 2_100

/**
 * Visits every block below a root, parents before what they link to, about in the order of the file. What a node links
 * to is visited once, however often it stands there: a small tree can pretend to be an endless one. A visit that gives
 * no bytes ends there.
 */
export async function walkDag(
  root: CID,
  { atOnce, signal }: WalkOptions,
  visit: (cid: CID) => Promise<Bytes | undefined>,
): Promise<void> {
  const stack: Step[] = [{ cid: root, depth: 0 }]
  const seen = new Set<string>()
  let failure: { readonly error: unknown } | undefined
  let running = 0
  let change = Promise.withResolvers<void>()

  async function step({ cid, depth }: Step): Promise<void> {
    const bytes = await visit(cid)
    const links = bytes ? linksOf(cid, bytes) : []
    if (links.length > 0 && depth === MAX_DEPTH) {
      throw new MalformedDagError(cid.toString(), `it lies ${MAX_DEPTH} levels deep, and links further`)
    }
    for (const link of links.toReversed()) {
      // Leaves are not remembered: terabytes of them would fill memory, and a second visit finds them here.
      if (link.code === DAG_PB && seen.has(link.toString())) continue
      if (link.code === DAG_PB) seen.add(link.toString())
      stack.push({ cid: link, depth: depth + 1 })
    }
  }

  async function run(next: Step): Promise<void> {
    try {
      await step(next)
    } catch (error) {
      // Before the loop is woken: the last step to fail would pass for the end of the walk.
      failure ??= { error }
    }
    running -= 1
    change.resolve()
    change = Promise.withResolvers()
  }

  while (stack.length > 0 || running > 0) {
    signal?.throwIfAborted()
    if (failure) throw failure.error
    const next = running < atOnce ? stack.pop() : undefined
    if (next) {
      running += 1
      void run(next)
    } else await change.promise
  }
  if (failure) throw failure.error
}
