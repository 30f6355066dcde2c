import { expect, it } from 'vitest'
import { createFrameReader, MAX_FRAME_BYTES, prefixed } from './frame-reader.ts'

it('finds the same frames however the bytes are cut', () => {
  const frames = [0, 1, 5, 300, 16_384].map((length) => new Uint8Array(length).fill(length % 251))
  const bytes = new Uint8Array(frames.flatMap((frame) => [...prefixed(frame)]))
  for (const size of [1, 2, 3, 7, 1_000, bytes.length]) {
    const found: Uint8Array[] = []
    const read = createFrameReader((frame) => found.push(frame))
    for (let start = 0; start < bytes.length; start += size) read(bytes.subarray(start, start + size))
    expect(found).toEqual(frames)
  }
})

it('refuses frames that are too long before it makes room for them', () => {
  const read = createFrameReader(() => {})
  expect(() => read(Uint8Array.of(0xff, 0xff))).toThrow('no frame')
  expect(() => prefixed(new Uint8Array(MAX_FRAME_BYTES + 1))).toThrow('no frame')
})
