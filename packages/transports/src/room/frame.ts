import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { sha256 } from '@noble/hashes/sha2.js'

/** Names a member for as long as it is in the room; drawn anew each time it enters. */
export const MEMBER_BYTES = 16
const CONNECTION_BYTES = 8
const NONCE_BYTES = 24
const TAG_BYTES = 16
/** Of one data frame: what the muxer sends at a time, and its head. */
const MAX_PAYLOAD_BYTES = 72 * 1024
const DATA_HEAD_BYTES = 1 + 2 * MEMBER_BYTES + CONNECTION_BYTES + 4
export const MAX_FRAME_BYTES = NONCE_BYTES + DATA_HEAD_BYTES + MAX_PAYLOAD_BYTES + TAG_BYTES
// An RSA key of 4,096 bits and its signature; an Ed25519 key takes 36 and 64.
const MAX_KEY_BYTES = 600
const MAX_SIGNATURE_BYTES = 512

export type RoomFrame =
  | {
      readonly kind: 'presence'
      readonly member: Uint8Array
      /** Whether the others shall show themselves too. */
      readonly asks: boolean
      readonly key: Uint8Array
      readonly signature: Uint8Array
    }
  | {
      readonly kind: 'data' | 'close'
      readonly to: Uint8Array
      readonly from: Uint8Array
      readonly connection: Uint8Array
      /** Counts the frames of a connection and direction. */
      readonly sequence: number
      readonly payload: Uint8Array
    }

/** Seals and opens the frames of one room: whoever lacks the secret sees sizes and times. */
export interface FrameCodec {
  encode(frame: RoomFrame): Uint8Array<ArrayBuffer>
  /** Nothing, if it is no frame of this room. */
  decode(bytes: Uint8Array): RoomFrame | undefined
}

export function createFrameCodec(room: string, secret: string): FrameCodec {
  const key = roomKey(room, secret)
  return {
    encode(frame) {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
      return join(nonce, xchacha20poly1305(key, nonce).encrypt(encodePlain(frame)))
    },
    decode(bytes) {
      if (bytes.byteLength > MAX_FRAME_BYTES || bytes.byteLength <= NONCE_BYTES + TAG_BYTES) return undefined
      try {
        return decodePlain(xchacha20poly1305(key, bytes.subarray(0, NONCE_BYTES)).decrypt(bytes.subarray(NONCE_BYTES)))
      } catch {
        return undefined
      }
    },
  }
}

/** What a presence signs: a signature for one member name in one room is good for no other. */
export function presenceClaim(room: string, member: Uint8Array): Uint8Array {
  return join(new TextEncoder().encode(`hydra room presence\n${room}\n`), member)
}

function roomKey(room: string, secret: string): Uint8Array {
  return sha256(new TextEncoder().encode(JSON.stringify(['hydra room key', room, secret])))
}

function encodePlain(frame: RoomFrame): Uint8Array<ArrayBuffer> {
  if (frame.kind === 'presence') {
    const { member, asks, key, signature } = frame
    return join(Uint8Array.of(0, asks ? 1 : 0), member, uint16(key.byteLength), key, signature)
  }
  const { to, from, connection, sequence, payload } = frame
  const count = new Uint8Array(4)
  new DataView(count.buffer).setUint32(0, sequence)
  return join(Uint8Array.of(frame.kind === 'data' ? 1 : 2), to, from, connection, count, payload)
}

function decodePlain(bytes: Uint8Array): RoomFrame | undefined {
  if (bytes[0] === 0) return decodePresence(bytes)
  if ((bytes[0] !== 1 && bytes[0] !== 2) || bytes.byteLength < DATA_HEAD_BYTES) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    kind: bytes[0] === 1 ? 'data' : 'close',
    to: bytes.slice(1, 17),
    from: bytes.slice(17, 33),
    connection: bytes.slice(33, 41),
    sequence: view.getUint32(41),
    payload: bytes.slice(DATA_HEAD_BYTES),
  }
}

function decodePresence(bytes: Uint8Array): RoomFrame | undefined {
  const asks = bytes[1]
  if (bytes.byteLength < 20 || asks === undefined || asks > 1) return undefined
  const keyBytes = ((bytes[18] ?? 0) << 8) | (bytes[19] ?? 0)
  const key = bytes.slice(20, 20 + keyBytes)
  const signature = bytes.slice(20 + keyBytes)
  if (keyBytes === 0 || keyBytes > MAX_KEY_BYTES || key.byteLength < keyBytes) return undefined
  if (signature.byteLength === 0 || signature.byteLength > MAX_SIGNATURE_BYTES) return undefined
  return { kind: 'presence', member: bytes.slice(2, 18), asks: asks === 1, key, signature }
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff)
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.byteLength
  }
  return joined
}
