import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeRequest,
  encodeFrame,
  encodeRequest,
  FrameDecoder,
  MAX_DATA_BYTES,
  type Frame,
  type Request,
} from './wire.ts'

const offset = fc.nat(2 ** 31).map((n) => n * 2 ** 21)
const head = {
  session: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  next: offset,
  limit: offset,
}
const data = fc.uint8Array({ maxLength: 300 })
const request: fc.Arbitrary<Request> = fc.oneof(
  fc.record({ kind: fc.constantFrom('open' as const, 'reset' as const), ...head }),
  fc.record({ kind: fc.constant('push' as const), ...head, offset, end: fc.boolean(), data }),
  fc.record({ kind: fc.constantFrom('stream' as const, 'poll' as const), ...head, attempt: fc.nat() }),
)
const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({ kind: fc.constant('state' as const), next: offset, limit: offset, sent: offset }),
  fc.record({ kind: fc.constant('data' as const), offset, data }),
  fc.record({ kind: fc.constant('end' as const), offset }),
  fc.record({ kind: fc.constantFrom('reset' as const, 'ping' as const) }),
)

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

describe('the messages of the HTTP transport', () => {
  it('reads every request that it writes', () => {
    fc.assert(
      fc.property(request, (message) => {
        expect(decodeRequest(encodeRequest(message))).toEqual(message)
      }),
      { numRuns: 2_000 },
    )
  })

  it('reads every frame that it writes, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (frames, size) => {
        const bytes = join(frames.map(encodeFrame))
        const decoder = new FrameDecoder()
        const read: Frame[] = []
        for (let at = 0; at < bytes.length; at += size) read.push(...decoder.push(bytes.subarray(at, at + size)))
        expect(read).toEqual(frames)
      }),
      { numRuns: 2_000 },
    )
  })

  it('reads only what it would have written, whatever bytes come', () => {
    const mutated = fc.tuple(request, fc.nat(400), fc.nat(255), fc.nat(60)).map(([message, at, value, cut]) => {
      const bytes = encodeRequest(message)
      bytes[at % bytes.length] = value
      return bytes.subarray(0, bytes.length - (cut > 50 ? cut - 50 : 0))
    })
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        let message: Request
        try {
          message = decodeRequest(bytes)
        } catch (error) {
          expect(error).toMatchObject({ name: 'MalformedMessageError' })
          return
        }
        expect([...encodeRequest(message)]).toEqual([...bytes])
      }),
      { numRuns: 10_000 },
    )
  })

  it('survives any bytes as frames, and holds no more than one frame of them', () => {
    const mutated = fc.tuple(fc.array(frame), fc.nat(400), fc.nat(255)).map(([frames, at, value]) => {
      const bytes = join(frames.map(encodeFrame))
      if (bytes.length > 0) bytes[at % bytes.length] = value
      return bytes
    })
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 400 })), (bytes) => {
        try {
          for (const { kind } of new FrameDecoder().push(bytes)) expect(typeof kind).toBe('string')
        } catch (error) {
          expect(error).toMatchObject({ name: 'MalformedMessageError' })
        }
      }),
      { numRuns: 10_000 },
    )
    const announcing = Uint8Array.of(1, 0xff, 0xff, 0xff, 0xff)
    expect(() => new FrameDecoder().push(announcing)).toThrow(
      expect.objectContaining({ name: 'MalformedMessageError' }),
    )
  })

  it('refuses a request that is too long, and one whose offsets no number counts', () => {
    const push = { kind: 'push' as const, session: new Uint8Array(32), next: 0, limit: 0, offset: 0, end: false }
    expect(() => decodeRequest(encodeRequest({ ...push, data: new Uint8Array(MAX_DATA_BYTES + 1) }))).toThrow('length')
    const bytes = encodeRequest({ ...push, data: new Uint8Array() })
    bytes[34] = 1
    expect(() => decodeRequest(bytes)).toThrow('offset')
  })

  it('keeps to the vectors of PROTOCOL.md', () => {
    const session = Uint8Array.from({ length: 32 }, (_, i) => i)
    const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    const id = hex(session)
    const first = { session, next: 5, limit: 1_048_576 }
    expect(hex(encodeRequest({ kind: 'open', ...first }))).toBe(`0100${id}00000000000000050000000000100000`)
    expect(hex(encodeRequest({ kind: 'push', ...first, offset: 258, end: true, data: Uint8Array.of(222, 173) }))).toBe(
      `0101${id}00000000000000050000000000100000000000000000010201dead`,
    )
    expect(hex(encodeRequest({ kind: 'stream', ...first, attempt: 7 }))).toBe(
      `0102${id}0000000000000005000000000010000000000007`,
    )
    expect(hex(encodeFrame({ kind: 'state', next: 1, limit: 2, sent: 3 }))).toBe(
      '0000000018000000000000000100000000000000020000000000000003',
    )
    expect(hex(encodeFrame({ kind: 'data', offset: 4, data: Uint8Array.of(1) }))).toBe('0100000009000000000000000401')
    expect(hex(encodeFrame({ kind: 'end', offset: 5 }))).toBe('02000000080000000000000005')
    expect(hex(encodeFrame({ kind: 'reset' }))).toBe('0300000000')
    expect(hex(encodeFrame({ kind: 'ping' }))).toBe('0400000000')
  })
})
