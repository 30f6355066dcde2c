import { joinBytes, utf8, viewOf } from './bytes.ts'
import { type ServiceId, serviceId } from './announcement.ts'

/** What relays see of a request: which service, until when it may be answered, and the work spent on it. */
export interface EnvelopeHead {
  readonly service: ServiceId
  /** The last ten-minute bucket in which the request may be carried out. */
  readonly expiry: number
}

const KEY_BYTES = 32
const STAMP_BYTES = 8
const ENCAPSULATED_BYTES = 32
/** The part before the sealed bytes. It is bound into them. */
export const ENVELOPE_HEAD_BYTES = KEY_BYTES + 4 + STAMP_BYTES + ENCAPSULATED_BYTES
export const AEAD_TAG_BYTES = 16

/** Frames have a fixed size, so an envelope is never shorter than its head. */
export function readEnvelope(envelope: Uint8Array): EnvelopeHead {
  return { service: serviceId(envelope.subarray(0, KEY_BYTES)), expiry: viewOf(envelope).getUint32(KEY_BYTES) }
}

export function envelopeParts(envelope: Uint8Array): {
  head: Uint8Array
  stamp: Uint8Array
  encapsulated: Uint8Array
  sealed: Uint8Array
} {
  const stampEnd = KEY_BYTES + 4 + STAMP_BYTES
  return {
    head: envelope.subarray(0, ENVELOPE_HEAD_BYTES),
    stamp: envelope.subarray(KEY_BYTES + 4, stampEnd),
    encapsulated: envelope.subarray(stampEnd, ENVELOPE_HEAD_BYTES),
    sealed: envelope.subarray(ENVELOPE_HEAD_BYTES),
  }
}

/** What the work of a stamp is spent on: this service, this try, and no other. */
export function stampChallenge(envelope: Uint8Array): Uint8Array {
  const { head } = envelopeParts(envelope)
  const challenge = joinBytes(utf8('hydra router stamp'), head)
  challenge.fill(0, challenge.length - ENCAPSULATED_BYTES - STAMP_BYTES, challenge.length - ENCAPSULATED_BYTES)
  return challenge
}

/** The nonce that a stamp holds. */
export function readStamp(envelope: Uint8Array): number {
  const view = viewOf(envelopeParts(envelope).stamp)
  return view.getUint32(0) * 2 ** 32 + view.getUint32(4)
}

export function writeStamp(head: Uint8Array, nonce: number): void {
  const view = viewOf(envelopeParts(head).stamp)
  view.setUint32(0, Math.floor(nonce / 2 ** 32))
  view.setUint32(4, nonce % 2 ** 32)
}

export function envelopeHead(service: Uint8Array, expiry: number, encapsulated: Uint8Array): Uint8Array {
  const bucket = new Uint8Array(4)
  viewOf(bucket).setUint32(0, expiry)
  return joinBytes(service, bucket, new Uint8Array(STAMP_BYTES), encapsulated)
}
