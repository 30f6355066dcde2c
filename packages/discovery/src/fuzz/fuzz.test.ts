import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddress } from '../address.ts'
import { addressGroup } from '../address-group.ts'
import { anyAddress, publicAddresses } from '../address-policy.ts'
import { parseIp } from '../ip.ts'
import { decoders, signedRecordDecoder } from './decoders.ts'
import { fuzz, tryOne } from './run.ts'

const CASES = 2_000

describe('every decoder', async () => {
  for (const decoder of await decoders()) {
    it(`reads or refuses by name, and never half: ${decoder.name}`, async () => {
      for (const sample of decoder.samples) expect(await tryOne(decoder, sample, 'unchanged')).toBe(true)
      const { refused } = await fuzz(decoder, CASES, 1)
      // Those that throw nothing have nothing to refuse.
      if (decoder.error !== 'none') expect(refused).toBeGreaterThan(CASES / 2)
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
          await tryOne(decoder, bytes, 'arbitrary')
        }),
        { numRuns: 500, seed: 1 },
      )
    })
  }

  it('refuses a signed record that was changed anywhere', async () => {
    const { accepted, refused } = await fuzz(await signedRecordDecoder(), 500, 1)
    expect(accepted).toBeLessThan(20)
    expect(refused).toBeGreaterThan(400)
  })

  it('is caught where it lets something half through: the fuzzer can fail', async () => {
    const careless = {
      name: 'careless',
      samples: [Uint8Array.of(1, 2)],
      roundTrip: (bytes: Uint8Array) => bytes.slice(0, 2),
      error: 'none',
    }
    await expect(fuzz(careless, 100, 1)).rejects.toThrow(/not as it stands/)
    const sloppy = { ...careless, roundTrip: () => JSON.parse('{') as Uint8Array }
    await expect(fuzz(sloppy, 100, 1)).rejects.toThrow(/not none/)
  })
})

describe('addresses from anywhere', () => {
  const part = fc.constantFrom(
    '/ip4/',
    '/ip6/',
    '/dns4/',
    '/tcp/',
    '/p2p/',
    '/p2p-circuit',
    '/ws',
    '1.2.3.4',
    '::1',
    '4001',
    'a.b',
    '%',
    '',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
  )

  it('are read or refused by name, and always have a group', () => {
    fc.assert(
      fc.property(text, (address) => {
        expect(typeof addressGroup(address)).toBe('string')
        try {
          const read = parseAddress(address)
          expect(read.text === '' ? '' : parseAddress(read.text).text).toBe(read.text.replace(/\/p2p\/[^/]*$/, ''))
          for (const policy of [anyAddress(), publicAddresses()])
            expect(typeof policy(read, 'strangers')).toBe('boolean')
        } catch (error) {
          expect(error).toMatchObject({ name: 'InvalidAddressError' })
        }
      }),
      { numRuns: 3_000, seed: 1 },
    )
  })

  it('with IP addresses in them are read as the network reads them', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV6(), fc.string(), (four, six, noise) => {
        expect(parseIp(four)).toHaveLength(4)
        expect(parseIp(six)).toHaveLength(16)
        expect([undefined, 4, 16]).toContain(parseIp(noise)?.length)
      }),
      { numRuns: 2_000, seed: 1 },
    )
  })
})
