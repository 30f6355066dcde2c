import {
  type Arbitrary,
  oneof,
  record,
  constant,
  constantFrom,
  uint8Array,
  array,
  nat,
  boolean,
  assert,
  property,
  tuple,
  integer,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameError } from './errors.ts'
import {
  decodeFrame,
  encodeFrame,
  type Frame,
  frameBytes,
  type Label,
  MAX_IDS,
  MAX_RANKED,
  MAX_STEM_PAYLOAD,
  sealedBytes,
} from './frame.ts'

const bytes = (length: number, fill = 0xab) => new Uint8Array(length).fill(fill)
const hex = (data: Uint8Array) => Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join('')
const stream = { channel: 0x01020304, opener: true }

// These, with zeros to the frame's size where it says so, are the test vectors of PROTOCOL.md.
const vectors: [Frame, number, string][] = [
  [{ kind: 'open', label: 'walk', channel: 7, envelope: bytes(2041) }, 2047, '000000000007ababab'],
  [
    { kind: 'reply', ...stream, opener: false, signature: bytes(64, 1), sealed: bytes(1977) },
    2047,
    '01010203040001010101',
  ],
  [{ kind: 'data', ...stream, sealed: bytes(16377) }, 16383, '020102030401abababab'],
  [{ kind: 'credit', ...stream, bytes: 0x4000 }, 23, '0301020304010000400000'],
  [{ kind: 'reset', ...stream, reason: 'broken' }, 23, '040102030401020000'],
  [{ kind: 'stem', label: 'near', about: 'message', payload: bytes(3) }, 511, '0501010003ababab0000'],
  [
    {
      kind: 'have',
      ranked: [
        { id: bytes(8), rank: 3 },
        { id: bytes(8, 2), rank: 255 },
      ],
    },
    2047,
    '060002abababababababab030202020202020202ff00',
  ],
  [{ kind: 'want', ids: [] }, 2047, '0700000000'],
  [{ kind: 'give', payload: bytes(2) }, 511, '080002abab0000'],
  [{ kind: 'broken', announcement: bytes(8) }, 23, '09abababababababab0000'],
  [{ kind: 'rank', id: bytes(8), rank: 7 }, 23, '0aabababababababab0700'],
]

describe('frames', () => {
  it('are written as the protocol says, and read back the same', () => {
    for (const [frame, length, start] of vectors) {
      const encoded = encodeFrame(frame)
      expect(encoded.length, frame.kind).toBe(length)
      expect(hex(encoded).startsWith(start), `${frame.kind}: ${hex(encoded.subarray(0, 24))}`).toBe(true)
      expect(decodeFrame(encoded), frame.kind).toEqual(frame)
    }
  })

  it('come in few sizes, so that what they hold shows in none', () => {
    expect(Object.values(frameBytes)).toEqual([23, 511, 2047, 16383])
    for (const size of ['small', 'large'] as const) {
      const sealed = bytes(sealedBytes('data', size))
      expect(encodeFrame({ kind: 'data', ...stream, sealed }).length).toBe(frameBytes[size])
    }
  })

  it('are refused when cut, grown, or of another kind', () => {
    for (const [frame] of vectors) {
      const encoded = encodeFrame(frame)
      expect(() => decodeFrame(encoded.subarray(0, -1))).toThrow(FrameError)
      expect(() => decodeFrame(new Uint8Array([...encoded, 0]))).toThrow(FrameError)
    }
    expect(() => decodeFrame(new Uint8Array(0))).toThrow(FrameError)
    expect(() => decodeFrame(bytes(23, 0x0b))).toThrow(FrameError)
  })

  it('refuse counts and labels that do not fit', () => {
    const broken = (frame: Frame, offset: number, value: number) => {
      const encoded = encodeFrame(frame)
      encoded[offset] = value
      return () => decodeFrame(encoded)
    }
    expect(broken({ kind: 'want', ids: [] }, 1, (MAX_IDS >> 8) + 1)).toThrow(FrameError)
    expect(broken({ kind: 'give', payload: bytes(2) }, 1, 2)).toThrow(FrameError)
    expect(broken({ kind: 'stem', label: 'walk', about: 'message', payload: bytes(9) }, 1, 3)).toThrow(FrameError)
    expect(broken({ kind: 'stem', label: 'walk', about: 'message', payload: bytes(9) }, 3, 2)).toThrow(FrameError)
    expect(broken({ kind: 'open', label: 'walk', channel: 1, envelope: bytes(2041) }, 1, 5)).toThrow(FrameError)
    expect(broken({ kind: 'reset', ...stream, reason: 'done' }, 6, 4)).toThrow(FrameError)
    expect(broken({ kind: 'credit', ...stream, bytes: 1 }, 5, 2)).toThrow(FrameError)
  })
})

const label = constantFrom<Label>('walk', 'near', 'last')
const id = uint8Array({ minLength: 8, maxLength: 8 })
const ids = array(id, { maxLength: MAX_IDS })
const ranked = array(record({ id, rank: nat(255) }), { maxLength: MAX_RANKED })
const channel = { channel: nat(0xffffffff), opener: boolean() }
const anyFrame: Arbitrary<Frame> = oneof(
  record({
    kind: constant('stem' as const),
    label,
    about: constantFrom('announcement' as const, 'message' as const),
    payload: uint8Array({ maxLength: MAX_STEM_PAYLOAD, size: 'max' }),
  }),
  record({ kind: constant('want' as const), ids }),
  record({ kind: constant('have' as const), ranked }),
  record({ kind: constant('rank' as const), id, rank: nat(255) }),
  record({ kind: constant('credit' as const), ...channel, bytes: nat(0xffffffff) }),
  record({
    kind: constant('reset' as const),
    ...channel,
    reason: constantFrom('done' as const, 'busy' as const),
  }),
)

describe('any frame', () => {
  it('survives the wire', () => {
    assert(
      property(anyFrame, (frame) => {
        expect(decodeFrame(encodeFrame(frame))).toEqual(frame)
      }),
      {
        numRuns: 300,
      },
    )
  })

  it('that was changed anywhere is read as some frame, or refused by name: nothing else', () => {
    const starts = vectors.map(([frame]) => encodeFrame(frame))
    assert(
      property(
        nat(starts.length - 1),
        array(tuple(nat(64), nat(255)), { minLength: 1, maxLength: 6 }),
        integer({ min: -40, max: 1 }),
        (index, changes, grow) => {
          const start = starts[index]!
          const mutated = new Uint8Array(Math.max(0, start.length + (grow > -20 ? Math.min(grow, 0) && 0 : grow)))
          mutated.set(start.subarray(0, mutated.length))
          for (const [at, value] of changes) if (at < mutated.length) mutated[at] = value
          try {
            // What is accepted has one encoding, but for padding.
            const frame = decodeFrame(mutated)
            expect(decodeFrame(encodeFrame(frame))).toEqual(frame)
          } catch (error) {
            expect(error).toBeInstanceOf(FrameError)
          }
        },
      ),
      { numRuns: 5_000 },
    )
  })
})
