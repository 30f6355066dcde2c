import { exportFeeds, importFeeds } from '@hydra/feeds/export'
import { createKeyStore, memorySlot, restoreIdentity } from '@hydra/identity'
import type { Session } from './session.ts'

type Owner = Pick<Session, 'peer' | 'identity'>

/** Everything in one file: what was said, the pictures that are here, whom this user follows, and who this is. */
export async function saveJournal({ peer }: Owner, passphrase: string): Promise<Blob> {
  const keys = createKeyStore(memorySlot())
  await keys.save(peer.identity, passphrase)
  const identity = await keys.export()
  const pieces: BlobPart[] = []
  const options = { petnames: peer.petnames.export(), files: blocksOf(peer), ...(identity && { identity }) }
  for await (const piece of exportFeeds(peer.feeds, options)) pieces.push(new Uint8Array(piece))
  return new Blob(pieces, { type: 'application/vnd.ipld.car' })
}

/** The blocks of what is pinned here. */
async function* blocksOf({ files }: Owner['peer']): AsyncIterable<{ cid: string; bytes: Uint8Array }> {
  for await (const { cid, complete } of files.pins()) {
    if (!complete) continue
    const bytes = await files.block(cid, { local: true })
    if (bytes) yield { cid, bytes }
  }
}

/** Puts who is in the file in the place of whoever this was, and takes in all of it. The page is to be loaded anew. */
export async function restoreJournal({ peer, identity: own }: Owner, file: Blob, passphrase: string): Promise<void> {
  void [peer, own, file, passphrase, importFeeds, restoreIdentity]
  throw new Error('not yet')
}
