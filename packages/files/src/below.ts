import type { CID } from 'multiformats/cid'
import type { Bytes, Range, Want } from './block-source.ts'
import { decodeNode } from './dag-node.ts'

/** What of a range lies in each part of a node. Nothing of a node that makes no sense: whoever reads it will say so. */
export function wantsBelow(cid: CID, bytes: Bytes, { from, to }: Range): Want[] {
  try {
    const node = decodeNode(cid, bytes)
    if (node.kind !== 'file') return []
    return node.children
      .filter((child) => child.from < to && child.to > from)
      .map((child) => ({
        cid: child.cid,
        below: { from: Math.max(0, from - child.from), to: Math.min(to, child.to) - child.from },
      }))
  } catch {
    return []
  }
}
