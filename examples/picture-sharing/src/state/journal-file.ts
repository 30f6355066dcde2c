import { createFeeds, type Feeds } from '@hydra/feeds'
import { exportAll, importAll } from '@hydra/feeds/export'
import { createFiles } from '@hydra/files'
import { indexedDbSlot } from '@hydra/identity'
import { createPetnames } from '@hydra/identity/petnames'
import { openIndexedDbStore } from '@hydra/records/indexeddb'
import { CID } from 'multiformats/cid'
import { openBlocks } from '../peer/own-files.ts'
import { blocksUnder } from './blocks-under.ts'
import type { Session } from './session.ts'

type Owner = Pick<Session, 'peer' | 'identity' | 'name'>

/** Everything in one file: what was said, the pictures that are here, whom this user follows, and who this is. */
export async function saveJournal({ peer }: Owner, passphrase: string): Promise<Blob> {
  const pieces: BlobPart[] = []
  for await (const piece of exportAll(peer, { passphrase, files: pinnedBlocks(peer) }))
    pieces.push(new Uint8Array(piece))
  return new Blob(pieces, { type: 'application/vnd.ipld.car' })
}

async function* pinnedBlocks({ files }: Owner['peer']): AsyncIterable<{ cid: string; bytes: Uint8Array }> {
  for await (const { cid, complete } of files.pins()) if (complete) yield* blocksUnder(files, cid)
}

/**
 * Puts who is in the file in the place of whoever this was, and takes in all of it. The peer is closed for that, and the
 * page is to be loaded anew.
 */
export async function restoreJournal(owner: Owner, file: Blob, passphrase: string): Promise<void> {
  const { peer, identity: own, name } = owner
  const { blocks, state } = await openBlocks(name)
  let feeds!: Feeds
  const { identity } = await importAll(file, {
    passphrase,
    async open(identity) {
      const device = await identity.serviceKey(`feeds ${peer.identity.device}`)
      await peer.close()
      const [store, slot] = [await openIndexedDbStore(`${name} feeds`), indexedDbSlot(`${name} circle`)]
      feeds = await createFeeds({ store, slot, author: identity.author, device })
      return { feeds, petnames: await createPetnames(indexedDbSlot(`${name} petnames`)) }
    },
    onFile: async (cid, bytes) => void (await blocks.put(CID.parse(cid), bytes)),
  })
  const files = await createFiles({ blocks, state })
  for await (const { body } of feeds.read(feeds.author)) {
    if (body.type !== 'post') continue
    for (const { cid, previewCid } of body.media) {
      // What was not in the file is fetched when it is looked at.
      for (const each of [cid, previewCid]) if (each !== undefined) await files.pin(each).catch(() => undefined)
    }
  }
  await Promise.all([files.close(), feeds.close()])
  // Last: what was cut off before leaves this user who they were, and can be done again.
  await own.keys.save(identity, own.passphrase, { replace: true })
}
