import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { joinBytes, utf8, viewOf } from './bytes.ts'
import { FrameError } from './errors.ts'
import { ID_BYTES, SIGNATURE_BYTES } from './frame.ts'

/** A service's key in hexadecimal: what pointers are keyed by. */
export type ServiceId = string & { readonly __brand: 'ServiceId' }

/** What a host says of its service: that it exists, until when, and what asking costs under load. */
export interface Announcement {
  readonly service: ServiceId
  /** Drawn when the host began: tells several hosts of one key apart, and says nothing else about them. */
  readonly instance: string
  /** The last ten-minute bucket in which it holds. */
  readonly expiry: number
  /** Higher ones replace lower ones of the same instance. */
  readonly sequence: number
  /** Bits of work that a request needs. Alike for everyone: a price of one's own would be a tag. */
  readonly price: number
  /** The host takes the service back: forget the trail. */
  readonly withdrawn: boolean
  /** Work spent on the key for a day, so that keys are not free. */
  readonly ticket: { readonly day: number; readonly nonce: number }
}

export interface SignedAnnouncement extends Announcement {
  /** What the signature covers. */
  readonly signed: Uint8Array
  readonly signature: Uint8Array
  readonly bytes: Uint8Array
}

export const ANNOUNCEMENT_PURPOSE = 'hydra router announcement'
/** Coarse, so that an expiry says nothing of when exactly its message was made. */
export const BUCKET_MS = 600_000
/** How far ahead an announcement may claim to hold: what a vanished host's trail outlives it at most. */
export const MAX_BUCKETS_AHEAD = 7

const KEY_BYTES = 32
const INSTANCE_BYTES = 16
const VERSION = 1
const BODY_BYTES = 1 + KEY_BYTES + INSTANCE_BYTES + 4 + 4 + 1 + 1 + 4 + 6
export const ANNOUNCEMENT_BYTES = BODY_BYTES + SIGNATURE_BYTES

export function serviceId(key: Uint8Array): ServiceId {
  return bytesToHex(key) as ServiceId
}

export function bucketOf(now: number): number {
  return Math.floor(now / BUCKET_MS)
}

/** The part that is signed: everything but the signature. */
export function announcementBody(announcement: Announcement): Uint8Array {
  const rest = new Uint8Array(20)
  const view = viewOf(rest)
  view.setUint32(0, announcement.expiry)
  view.setUint32(4, announcement.sequence)
  view.setUint8(8, announcement.price)
  view.setUint8(9, announcement.withdrawn ? 1 : 0)
  view.setUint32(10, announcement.ticket.day)
  view.setUint16(14, Math.floor(announcement.ticket.nonce / 2 ** 32))
  view.setUint32(16, announcement.ticket.nonce % 2 ** 32)
  return joinBytes(Uint8Array.of(VERSION), hexToBytes(announcement.service), hexToBytes(announcement.instance), rest)
}

/** Reads an announcement, or throws `FrameError`. Its signature and ticket are not checked here. */
export function decodeAnnouncement(bytes: Uint8Array): SignedAnnouncement {
  if (bytes.length !== ANNOUNCEMENT_BYTES) throw new FrameError(`an announcement has ${ANNOUNCEMENT_BYTES} bytes`)
  if (bytes[0] !== VERSION) throw new FrameError(`its version is ${bytes[0]}`)
  const view = viewOf(bytes)
  const start = 1 + KEY_BYTES + INSTANCE_BYTES
  const flags = view.getUint8(start + 9)
  if (flags > 1) throw new FrameError('it has unknown flags')
  return {
    service: serviceId(bytes.subarray(1, 1 + KEY_BYTES)),
    instance: bytesToHex(bytes.subarray(1 + KEY_BYTES, start)),
    expiry: view.getUint32(start),
    sequence: view.getUint32(start + 4),
    price: view.getUint8(start + 8),
    withdrawn: flags === 1,
    ticket: {
      day: view.getUint32(start + 10),
      nonce: view.getUint16(start + 14) * 2 ** 32 + view.getUint32(start + 16),
    },
    signed: bytes.subarray(0, BODY_BYTES),
    signature: bytes.subarray(BODY_BYTES),
    bytes,
  }
}

/** How peers speak of an announcement that both may have: the signature's first bytes, which nobody can choose twice. */
export function announcementId(announcement: SignedAnnouncement): string {
  return bytesToHex(announcement.signature.subarray(0, ID_BYTES))
}

export const dayOf = (now: number): number => Math.floor(now / 86_400_000)

/** A ticket is good on its day, and on the day after for what was announced before midnight. */
export function isTicketOf(day: number, now: number): boolean {
  return day === dayOf(now) || day === dayOf(now) - 1
}

/** What a work ticket is spent on. */
export function ticketChallenge(service: ServiceId, day: number): Uint8Array {
  const suffix = new Uint8Array(4)
  viewOf(suffix).setUint32(0, day)
  return joinBytes(utf8('hydra router ticket'), hexToBytes(service), suffix)
}
