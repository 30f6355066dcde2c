import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { sha256 } from '@noble/hashes/sha2.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFrameCodec, MAX_FRAME_BYTES, MEMBER_BYTES, type RoomFrame } from './frame.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const presence = fc.record({
  kind: fc.constant('presence' as const),
  member: bytes(MEMBER_BYTES),
  asks: fc.boolean(),
  key: fc.uint8Array({ minLength: 1, maxLength: 600 }),
  signature: fc.uint8Array({ minLength: 1, maxLength: 512 }),
})
const data = fc.record({
  kind: fc.constantFrom('data' as const, 'close' as const),
  to: bytes(MEMBER_BYTES),
  from: bytes(MEMBER_BYTES),
  connection: bytes(8),
  sequence: fc.nat(),
  payload: fc.uint8Array({ maxLength: 200 }),
})
const frame: fc.Arbitrary<RoomFrame> = fc.oneof(presence, data)
const VECTOR =
  '000102030405060708090a0b0c0d0e0f1011121314151617dedc478cade614e1e7fa6e83ee1d7636f0a0cbbda1f2b8fa5fab1dd929f035f1b63b10d74bd14540155ade2ad25f913aa5393ad0777cab8cd772d6d8c0c461'
const ROOM = '/dns4/room.example/tcp/443/tls/ws/p2p-websocket-star'
const codec = createFrameCodec(ROOM, 'secret')

describe('the frames of a room', () => {
  it('are read by those who share the secret, and by nobody else', () => {
    const others = [
      createFrameCodec('/dns4/room.example/tcp/443/tls/ws/p2p-websocket-star', 'other'),
      createFrameCodec('/dns4/elsewhere.example/tcp/443/tls/ws/p2p-websocket-star', 'secret'),
    ]
    fc.assert(
      fc.property(frame, (each) => {
        const sealed = codec.encode(each)
        expect(codec.decode(sealed)).toEqual(each)
        for (const other of others) expect(other.decode(sealed)).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })

  it('are refused when a single bit of them changed', () => {
    fc.assert(
      fc.property(frame, fc.nat(), fc.integer({ min: 0, max: 7 }), (each, at, bit) => {
        const sealed = codec.encode(each)
        sealed[at % sealed.length] = (sealed[at % sealed.length] ?? 0) ^ (1 << bit)
        expect(codec.decode(sealed)).toBeUndefined()
      }),
      { numRuns: 3_000 },
    )
  })

  it('are refused, whatever bytes come, when nobody sealed them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (each) => {
        expect(codec.decode(each)).toBeUndefined()
      }),
      { numRuns: 3_000 },
    )
    expect(codec.decode(new Uint8Array(MAX_FRAME_BYTES + 1))).toBeUndefined()
  })

  it('are read whole or not at all, whatever a member that knows the secret seals', () => {
    const key = sha256(new TextEncoder().encode(JSON.stringify(['hydra room key', ROOM, 'secret'])))
    const nonce = new Uint8Array(24)
    const open = (sealed: Uint8Array) => xchacha20poly1305(key, sealed.subarray(0, 24)).decrypt(sealed.subarray(24))
    const mutated = fc.tuple(frame, fc.nat(), fc.nat(255), fc.nat(40)).map(([each, at, value, cut]) => {
      const plain = open(codec.encode(each))
      plain[at % Math.min(50, plain.length)] = value
      return plain.subarray(0, plain.length - Math.max(0, cut - 30))
    })
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ minLength: 1, maxLength: 200 })), (plain) => {
        const sealed = Uint8Array.from([...nonce, ...xchacha20poly1305(key, nonce).encrypt(plain)])
        const decoded = codec.decode(sealed)
        if (decoded !== undefined) expect([...open(codec.encode(decoded))]).toEqual([...plain])
      }),
      { numRuns: 3_000 },
    )
  })

  it('keep to the vector of PROTOCOL.md', () => {
    const hex = VECTOR.match(/../g) ?? []
    expect(codec.decode(Uint8Array.from(hex, (byte) => Number.parseInt(byte, 16)))).toEqual({
      kind: 'data',
      to: new Uint8Array(16).fill(1),
      from: new Uint8Array(16).fill(2),
      connection: new Uint8Array(8).fill(3),
      sequence: 4,
      payload: Uint8Array.of(0xde, 0xad),
    })
  })
})
