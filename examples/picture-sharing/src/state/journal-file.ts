import { exportFeeds, importFeeds } from '@hydra/feeds/export'
import { createFeeds } from '@hydra/feeds'
import { createFiles } from '@hydra/files'
import { createKeyStore, indexedDbSlot, memorySlot } from '@hydra/identity'
import { createPetnames } from '@hydra/identity/petnames'
import { openIndexedDbStore } from '@hydra/records/indexeddb'
import { CID } from 'multiformats/cid'
import { openBlocks } from '../peer/own-files.ts'
import { blocksUnder } from './blocks-under.ts'
import { identityIn } from './identity-in.ts'
import type { Session } from './session.ts'

type Owner = Pick<Session, 'peer' | 'identity' | 'name'>

/** Everything in one file: what was said, the pictures that are here, whom this user follows, and who this is. */
export async function saveJournal({ peer }: Owner, passphrase: string): Promise<Blob> {
  const keys = createKeyStore(memorySlot())
  await keys.save(peer.identity, passphrase)
  const identity = await keys.export()
  const pieces: BlobPart[] = []
  const options = { petnames: peer.petnames.export(), files: pinnedBlocks(peer), ...(identity && { identity }) }
  for await (const piece of exportFeeds(peer.feeds, options)) pieces.push(new Uint8Array(piece))
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
  const keys = createKeyStore(memorySlot())
  const identity = await keys.import(await identityIn(file), passphrase)
  const device = await identity.serviceKey(`feeds ${peer.identity.device}`)
  await peer.close()
  const slot = indexedDbSlot(`${name} circle`)
  const feeds = await createFeeds({
    store: await openIndexedDbStore(`${name} feeds`),
    slot,
    author: identity.author,
    device,
  })
  const { blocks, state } = await openBlocks(name)
  const files = await createFiles({ blocks, state })
  const { petnames } = await importFeeds(feeds, file, {
    onFile: async (cid, bytes) => void (await blocks.put(CID.parse(cid), bytes)),
  })
  if (petnames) await (await createPetnames(indexedDbSlot(`${name} petnames`))).import(petnames)
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
