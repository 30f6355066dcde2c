import { type KeyPair, type PublicKey, publicKeyFromBytes, publicKeyToBytes, verify } from '@hydra/identity'
import { joinBytes, viewOf } from '../bytes.ts'
import { FrameError } from '../errors.ts'
import { SIGNATURE_BYTES } from '../frame.ts'

/** What a request says to its host before its first cell, sealed. */
export interface Opening {
  /** The same on every try of a request: it is carried out once, however often it arrives. */
  readonly once: string
  /** Where the first cell's data begins. */
  readonly offset: number
  readonly caller?: PublicKey
}

const CALLER_PURPOSE = 'hydra router caller'
const ONCE_BYTES = 16
const HEAD_BYTES = ONCE_BYTES + 1 + 6
const CALLER_BYTES = 32 + SIGNATURE_BYTES

export function openingBytes(signed: boolean): number {
  return HEAD_BYTES + (signed ? CALLER_BYTES : 0)
}

/** `head` is the envelope's, so that a signature made for one request is good for no other. */
export async function encodeOpening(
  once: Uint8Array,
  offset: number,
  head: Uint8Array,
  caller?: KeyPair,
): Promise<Uint8Array> {
  const rest = new Uint8Array(7)
  const view = viewOf(rest)
  view.setUint8(0, caller ? 1 : 0)
  view.setUint16(1, Math.floor(offset / 2 ** 32))
  view.setUint32(3, offset % 2 ** 32)
  if (!caller) return joinBytes(once, rest)
  const signature = await caller.sign(CALLER_PURPOSE, joinBytes(head, once))
  return joinBytes(once, rest, publicKeyToBytes(caller.publicKey), signature)
}

/** Reads what a request says first, or throws `FrameError`; also returns how many bytes that took. */
export async function decodeOpening(bytes: Uint8Array, head: Uint8Array): Promise<[Opening, number]> {
  if (bytes.length < HEAD_BYTES) throw new FrameError('its opening is too short')
  const view = viewOf(bytes)
  const signed = view.getUint8(ONCE_BYTES)
  if (signed > 1) throw new FrameError('its opening has unknown flags')
  // A character for a byte: as many as are remembered, twice the length would count.
  const once = String.fromCharCode(...bytes.subarray(0, ONCE_BYTES))
  const offset = view.getUint16(ONCE_BYTES + 1) * 2 ** 32 + view.getUint32(ONCE_BYTES + 3)
  if (!signed) return [{ once, offset }, HEAD_BYTES]
  if (bytes.length < HEAD_BYTES + CALLER_BYTES) throw new FrameError('its caller is cut off')
  const caller = publicKeyFromBytes(bytes.subarray(HEAD_BYTES, HEAD_BYTES + 32))
  const signature = bytes.subarray(HEAD_BYTES + 32, HEAD_BYTES + CALLER_BYTES)
  const message = joinBytes(head, bytes.subarray(0, ONCE_BYTES))
  if (!(await verify(caller, CALLER_PURPOSE, message, signature))) throw new FrameError('its caller did not sign it')
  return [{ once, offset, caller }, HEAD_BYTES + CALLER_BYTES]
}
