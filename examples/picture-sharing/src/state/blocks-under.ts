import type { Files } from '@hydra/files'
import { code as DAG_PB, decode } from '@ipld/dag-pb'
import { CID } from 'multiformats/cid'

/** The blocks that a file or folder is made of, those that are here. */
export async function* blocksUnder(
  files: Pick<Files, 'block'>,
  root: string,
): AsyncIterable<{ cid: string; bytes: Uint8Array }> {
  const open = [root]
  for (let cid = open.pop(); cid !== undefined; cid = open.pop()) {
    const bytes = await files.block(cid, { local: true })
    if (bytes === undefined) continue
    yield { cid, bytes }
    if (CID.parse(cid).code === DAG_PB) open.push(...decode(bytes).Links.map(({ Hash }) => Hash.toString()))
  }
}
