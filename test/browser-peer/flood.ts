import { INDEX_KIND } from '@hydra/files'
import { createRecordSet, encodeRecord, type RecordStore } from '@hydra/records'
import { CID } from 'multiformats/cid'
import { create as digestOf } from 'multiformats/hashes/digest'
import { word } from '../../benchmarks/search/corpus.ts'

const RAW = 0x55
const SHA2_256 = 0x12
const BATCH = 2_000

/** What finds something in it, much and little. */
export const SEARCHES = ['flood', word(12), 'img onerror', '77', `${word(40)} flo*`]

/**
 * Puts so many entries of one publisher into an index that is kept: as whoever floods it would, but without the work of
 * 65,536 tries for each. What is kept is not judged again. Every tenth is named as markup. Tells how long it took.
 */
export async function flood(store: RecordStore, count: number): Promise<number> {
  const started = performance.now()
  const publisher = new Uint8Array(32).fill(7)
  const validate = async (bytes: Uint8Array) => ({ valid: true as const, order: bytes.slice(-32) })
  const records = await createRecordSet({ kind: INDEX_KIND, validate, store })
  for (let at = 0; at < count; at += BATCH) {
    const entries = Array.from({ length: Math.min(BATCH, count - at) }, (_, i) => entry(publisher, at + i))
    await Promise.all(entries.map(async (bytes) => records.add(bytes)))
  }
  await records.close()
  return performance.now() - started
}

function entry(publisher: Uint8Array, number: number): Uint8Array {
  const hash = crypto.getRandomValues(new Uint8Array(32))
  const cid = CID.createV1(RAW, digestOf(SHA2_256, hash)).toString()
  const words = `${word(number % 5_000)} ${word((number * 7) % 9_000)} ${number}`
  const name = number % 10 === 0 ? `<img src=x onerror="globalThis.escaped = true"> ${words}` : `${words}.txt`
  const fields = ['file', 1, publisher, 0, name, 1_000 + number, 'text/plain', cid, ['flood'], null, null, null, null]
  return encodeRecord([...fields, new Uint8Array(64), new Uint8Array(8)])
}
