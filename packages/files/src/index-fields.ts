import { CID } from 'multiformats/cid'
import type { FileAbout } from './search-index.ts'

// A record has at most 1 KiB with its key, its signature and its CID; these leave it whole.
const LIMITS = { name: 255, mediaType: 80, tag: 32, tags: 8, description: 400, licence: 64, digest: 64 }
const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/
// Controls, and what turns the direction of writing: U+202E makes "gpj.exe" of "exe.jpg".
const HIDDEN = /[\p{Cc}\p{Co}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u

/** What is wrong with a description of a file; undefined where nothing is. */
export function whyNotAbout(about: FileAbout): string | undefined {
  const { name, bytes, mediaType, cid, tags, description, licence, thumbhash, infohash } = about
  if (!isLine(name, LIMITS.name) || /[/\\]/.test(name)) return `the name is no plain line of 1 to ${LIMITS.name} bytes`
  if (!Number.isSafeInteger(bytes) || bytes < 0) return 'the size is no whole number'
  if (typeof mediaType !== 'string' || mediaType.length > LIMITS.mediaType || !TYPE.test(mediaType))
    return 'the media type is none'
  if (canonicalCid(cid) !== cid) return 'the CID is none, or not in its usual form (version 1, base32)'
  if (!Array.isArray(tags) || tags.length > LIMITS.tags) return `there are more than ${LIMITS.tags} tags`
  if (!tags.every((tag) => isLine(tag, LIMITS.tag)) || new Set(tags).size !== tags.length)
    return 'a tag is too long, no plain line, or there twice'
  if (description !== undefined && !isLine(description, LIMITS.description))
    return 'the description is no plain line, or too long'
  if (licence !== undefined && !isLine(licence, LIMITS.licence)) return 'the licence is no plain line, or too long'
  if (thumbhash !== undefined && !isBytes(thumbhash, 1, 32)) return 'the thumbhash has not 1 to 32 bytes'
  if (infohash !== undefined && !isBytes(infohash, 20, 20) && !isBytes(infohash, 32, 32))
    return 'the infohash has not 20 or 32 bytes'
  return undefined
}

/** A CID as version 1 in its usual base: one file, one text. Undefined where it is none. */
export function canonicalCid(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 128) return undefined
  try {
    const cid = CID.parse(text)
    return cid.multihash.digest.length > LIMITS.digest ? undefined : cid.toV1().toString()
  } catch {
    return undefined
  }
}

function isLine(value: unknown, maxBytes: number): value is string {
  if (typeof value !== 'string' || value.length > maxBytes || !value.isWellFormed()) return false
  if (value === '' || value !== value.trim() || value !== value.normalize('NFC') || HIDDEN.test(value)) return false
  return new TextEncoder().encode(value).length <= maxBytes
}

function isBytes(value: unknown, min: number, max: number): boolean {
  return value instanceof Uint8Array && value.length >= min && value.length <= max
}
