import { CID } from 'multiformats/cid'
import { base16 } from 'multiformats/bases/base16'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat } from '../joined.ts'
import { bytesOf } from '../testing/bytes.ts'
import { decodeBody, decodeHead, encodeFrame, type Frame, HEAD_BYTES } from './frame.ts'
import { readFrames } from './frame-reader.ts'

const cid = CID.parse('bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku')
const cidHex = '01551220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

// PROTOCOL.md repeats these.
const vectors: readonly (readonly [Frame, string])[] = [
  [{ type: 'ask', id: 1, wants: [{ cid }] }, `010000002a00000001 00 24${cidHex}`],
  [
    { type: 'ask', id: 2, wants: [{ cid, below: { from: 5, to: 1_048_576 } }] },
    `010000003a00000002 01 24${cidHex} 0000000000000005 0000000000100000`,
  ],
  [{ type: 'cancel', id: 2 }, '0200000004 00000002'],
  [{ type: 'which', id: 3, node: cid }, `0300000029 00000003 24${cidHex}`],
  [{ type: 'block', id: 1, cid, bytes: Uint8Array.of(1, 2, 3) }, `110000002c 00000001 24${cidHex} 010203`],
  [{ type: 'end', id: 1, busy: false }, '1200000005 00000001 00'],
  [
    { type: 'map', id: 3, held: [true, false, false, true, true, false, false, false, true] },
    '1300000007 00000003 190101',
  ],
  [{ type: 'map', id: 4, held: undefined }, '1300000004 00000004'],
]

const hex = (bytes: Uint8Array) => base16.encode(bytes).slice(1)

async function framesOf(pieces: readonly Uint8Array[]): Promise<Frame[]> {
  const rest = [...pieces]
  const frames: Frame[] = []
  const { signal } = new AbortController()
  for await (const frame of readFrames({ read: async () => rest.shift() }, signal)) frames.push(frame)
  return frames
}

describe('frames of the swarm', () => {
  it.each(vectors)('are written and read as the vectors say: $type', async (frame, text) => {
    const bytes = concat(encodeFrame(frame))
    expect(hex(bytes)).toBe(text.replaceAll(' ', ''))
    const [read] = await framesOf([bytes])
    expect(concat(encodeFrame(read as Frame))).toEqual(bytes)
  })

  it('are found however the bytes are cut', async () => {
    const block: Frame = { type: 'block', id: 9, cid, bytes: bytesOf(5_000) }
    const bytes = concat([...vectors.map(([frame]) => frame), block].flatMap(encodeFrame))
    for (const size of [1, 2, 7, 1_000, bytes.length]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.slice(i * size, (i + 1) * size),
      )
      const frames = await framesOf(pieces)
      expect(concat(frames.flatMap(encodeFrame))).toEqual(bytes)
    }
  })

  it('are not copied where a block comes in a few pieces, and are where it comes in crumbs', async () => {
    const bytes = concat(encodeFrame({ type: 'block', id: 9, cid, bytes: bytesOf(5_000) }))
    const cut = async (size: number) => {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.slice(i * size, (i + 1) * size),
      )
      const [frame] = await framesOf(pieces)
      for (const piece of pieces) piece.fill(0)
      return frame?.type === 'block' && frame.bytes.subarray().some((byte) => byte !== 0)
    }
    expect(await cut(1_000)).toBe(false)
    expect(await cut(10)).toBe(true)
  })

  it('are refused before memory is taken for them', () => {
    const head = (type: number, length: number) => {
      const bytes = new Uint8Array(HEAD_BYTES)
      new DataView(bytes.buffer).setUint8(0, type)
      new DataView(bytes.buffer).setUint32(1, length)
      return bytes
    }
    for (const bad of [head(1, 70_000), head(17, 3_000_000), head(0, 10), head(99, 10), head(2, 3)]) {
      expect(() => decodeHead(bad)).toThrow(expect.objectContaining({ name: 'FrameError' }))
    }
    expect(decodeHead(head(17, 2_000_000))).toEqual({ type: 17, bytes: 2_000_000 })
  })

  it('are read whole or refused by name, whatever bytes come', () => {
    const types = fc.constantFrom(1, 2, 3, 17, 18, 19)
    const noise = fc.uint8Array({ minLength: 4, maxLength: 200 })
    const spoiled = fc
      .tuple(fc.constantFrom(...vectors), fc.nat(), fc.nat({ max: 255 }))
      .map(([[frame], at, value]) => {
        const bytes = concat(encodeFrame(frame))
        bytes[at % bytes.length] = value
        return bytes.subarray(HEAD_BYTES)
      })
    let [read, refused] = [0, 0]
    fc.assert(
      fc.property(types, fc.oneof(noise, spoiled), (type, body) => {
        try {
          const frame = decodeBody(type, body)
          read += 1
          const again = concat(encodeFrame(frame)).subarray(HEAD_BYTES)
          expect(decodeBody(type, again)).toEqual(frame)
        } catch (error) {
          expect(error).toMatchObject({ name: 'FrameError' })
          refused += 1
        }
      }),
      { numRuns: 3_000, seed: 1 },
    )
    expect(Math.min(read, refused)).toBeGreaterThan(100)
  })
})
