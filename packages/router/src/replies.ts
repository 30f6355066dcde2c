import { hexToBytes } from '@noble/hashes/utils.js'
import { sha256 } from './hash.ts'
import { joinBytes, viewOf } from './bytes.ts'
import type { Replied } from './core/events.ts'

export const REPLY_PURPOSE = 'hydra router reply'

/**
 * What a host signs and every relay checks: this service answers this request until then, and these are the first
 * bytes. Nobody else can have said so, and it fits no other request.
 */
export function replyStatement({ id, service, expiry }: Replied, sealed: Uint8Array): Uint8Array {
  const bucket = new Uint8Array(4)
  viewOf(bucket).setUint32(0, expiry)
  return joinBytes(hexToBytes(id), hexToBytes(service), bucket, sha256(sealed))
}
