import { expect, it } from 'vitest'
import { createSeededRandom } from '../simulator/random.ts'
import { damage, examples } from './frame.support.ts'
import { decodeFrame, encodeFrame } from './frame.ts'

it('survives three million damaged frames', () => {
  const random = createSeededRandom(7)
  let wrong = 0
  for (let round = 0; round < 3_000_000; round++) {
    const bytes = damage(examples[random.integer(examples.length)]!, random)
    const frame = decodeFrame(bytes)
    if (frame && encodeFrame(frame).join() !== bytes.join()) wrong++
  }
  expect(wrong).toBe(0)
})
