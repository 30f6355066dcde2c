import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { sha256 } from 'multiformats/hashes/sha2'
import { UnavailableError } from './errors.ts'

/** The CID of bytes that are one block: what `ipfs add --cid-version 1` calls them, too. */
export async function cidOf(bytes: Uint8Array): Promise<string> {
  return CID.createV1(raw.code, await sha256.digest(bytes)).toString()
}

/** Throws `UnavailableError` unless the bytes are what the CID stands for. Whoever brought them may be mistaken, or lie. */
export async function verify(cid: string, bytes: Uint8Array): Promise<void> {
  if ((await cidOf(bytes)) !== cid) throw new UnavailableError(cid, 'what came in its place is something else')
}

/** Throws unless it is the CID of one block under SHA-256, in its usual spelling: there is one text for each content. */
export function checkCid(text: string): string {
  const cid = CID.parse(text)
  if (cid.version !== 1 || cid.code !== raw.code || cid.multihash.code !== sha256.code || cid.toString() !== text) {
    throw new TypeError(`"${text}" is no CID of a raw block under SHA-256.`)
  }
  return text
}
