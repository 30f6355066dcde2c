import { CID } from 'multiformats/cid'
import type { Feeds } from '../feeds.ts'
import { type Block, blockOf, DAG_CBOR, JSON_CODE, writeCar } from './car.ts'
import { encodeManifest } from './manifest.ts'

export interface ExportOptions {
  /** What `petnames.export()` gave. */
  petnames?: Uint8Array
  /** What `keyStore.export()` gave: encrypted. Without it the file is of no use to somebody who lost the words. */
  identity?: Uint8Array
  /** Blocks of pictures and videos to take along, by their CIDs. */
  files?: AsyncIterable<{ readonly cid: string; readonly bytes: Uint8Array }>
}

/** Writes all that is carried, and whom this user follows, into one file: a CAR whose first block is JSON. */
export async function* exportFeeds(feeds: Feeds, options: ExportOptions = {}): AsyncIterable<Uint8Array> {
  const { petnames, identity, files } = options
  const circle = feeds.circle.export()
  const { author } = feeds
  let entries = 0
  for await (const _ of feeds.records.range()) entries++
  const manifest = encodeManifest({ author, entries, circle, petnames, identity })
  yield* writeCar(blockOf(JSON_CODE, manifest), blocksOf(feeds, entries, files))
}

async function* blocksOf(feeds: Feeds, entries: number, files: ExportOptions['files']): AsyncIterable<Block> {
  let left = entries
  for await (const { bytes } of feeds.records.range()) {
    // What came in the meantime is not in the list, and goes into the next export.
    if (left-- === 0) break
    yield blockOf(DAG_CBOR, bytes)
  }
  for await (const { cid, bytes } of files ?? []) yield { cid: CID.parse(cid), bytes }
}
