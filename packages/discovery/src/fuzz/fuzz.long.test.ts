import { describe, expect, it } from 'vitest'
import { decoders, signedRecordDecoder } from './decoders.ts'
import { fuzz } from './run.ts'

const CASES = 1_000_000

describe('a million changed messages', async () => {
  for (const decoder of await decoders()) {
    it(`find no way around ${decoder.name}`, async () => {
      const { accepted, refused } = await fuzz(decoder, CASES, 2)
      expect(accepted + refused).toBe(CASES)
    })
  }

  it('find no way around a signature (in a twentieth of the cases)', async () => {
    const { refused } = await fuzz(await signedRecordDecoder(), CASES / 20, 2)
    expect(refused).toBeGreaterThan(0)
  })
})
