import { sha256 } from '@noble/hashes/sha2.js'
import { type PublicKey, publicKeyToBytes } from '@hydra/identity'

/**
 * Where a record stands in the set: author, lane, device, sequence. Profiles and the ends of logs are few and wanted
 * first, so they have a lane of their own.
 */
export const ABOUT = 0
export const SAID = 1
export type Lane = typeof ABOUT | typeof SAID

/** A device is told from the author's others by 8 bytes of its hash: the key itself stands in each entry. */
export type DeviceTag = Uint8Array
const KEY_BYTES = 32
const TAG_BYTES = 8
/** Behind the author and the lane. */
export const TAG_AT = KEY_BYTES + 1
/** Entries have lower ones. The end of a log has this: who reads backwards meets it first. */
export const END_SEQUENCE = 2 ** 48

export function deviceTag(device: PublicKey): DeviceTag {
  return sha256(publicKeyToBytes(device)).subarray(0, TAG_BYTES)
}

export function laneOf(author: PublicKey, lane: Lane): Uint8Array {
  return Uint8Array.of(...publicKeyToBytes(author), lane)
}

export function logOf(author: PublicKey, lane: Lane, tag: DeviceTag): Uint8Array {
  return Uint8Array.of(...laneOf(author, lane), ...tag)
}

export function placeOf(author: PublicKey, lane: Lane, tag: DeviceTag, sequence: number): Uint8Array {
  const place = new Uint8Array(TAG_AT + TAG_BYTES + 8)
  place.set(logOf(author, lane, tag))
  new DataView(place.buffer).setBigUint64(TAG_AT + TAG_BYTES, BigInt(sequence))
  return place
}

export function laneAt(place: Uint8Array): number | undefined {
  return place[KEY_BYTES]
}

/** The tag of the device whose log a place is in. */
export function tagAt(place: Uint8Array): DeviceTag {
  return place.slice(TAG_AT, TAG_AT + TAG_BYTES)
}

/** The range of everything that begins with a prefix. Prefixes here never are all ones. */
export function under(prefix: Uint8Array): { from: Uint8Array; to: Uint8Array } {
  const to = prefix.slice()
  let last = to.length - 1
  while (last > 0 && to[last] === 0xff) last--
  to[last] = (to[last] ?? 0) + 1
  return { from: prefix, to: to.slice(0, last + 1) }
}
