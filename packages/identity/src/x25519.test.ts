import { hex } from '@scure/base'
import { describe, expect, it } from 'vitest'
import { createSigner } from './ed25519.ts'
import { createKeyAgreement, nobleKeyAgreement, x25519FromPublicKey, x25519FromSecret } from './x25519.ts'

type Multiply = (secret: Uint8Array, point: Uint8Array) => Promise<Uint8Array>

const ways: [string, Multiply][] = [
  ['platform', async (secret, point) => (await createKeyAgreement(secret)).agree({ bytes: point })],
  ['fallback', async (secret, point) => nobleKeyAgreement(secret).agree({ bytes: point })],
]

describe.each(ways)('RFC 7748 on the %s', (_, multiply) => {
  it.each([
    [
      'a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4',
      'e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c',
      'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552',
    ],
    [
      '4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d',
      'e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493',
      '95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957',
    ],
  ])('multiplies as in section 5.2 (%#)', async (scalar, point, result) => {
    expect(hex.encode(await multiply(hex.decode(scalar), hex.decode(point)))).toBe(result)
  })

  it('gives the iterated values of section 5.2 after 1 and after 1,000 rounds', async () => {
    let [k, u] = [hex.decode(`09${'00'.repeat(31)}`), hex.decode(`09${'00'.repeat(31)}`)]
    const after = new Map<number, string>()
    for (let round = 1; round <= 1_000; round++) {
      const next = await multiply(k, u)
      ;[k, u] = [next, k]
      after.set(round, hex.encode(k))
    }
    expect(after.get(1)).toBe('422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079')
    expect(after.get(1_000)).toBe('684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51')
  })

  it('shares the secret of section 6.1', async () => {
    const alice = hex.decode('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a')
    const bob = hex.decode('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f')
    const shared = await multiply(alice, bob)
    expect(hex.encode(shared)).toBe('4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742')
  })

  it.each([
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ])('refuses the point of small order %s', async (point) => {
    await expect(multiply(new Uint8Array(32).fill(1), hex.decode(point))).rejects.toThrow()
  })
})

describe('the map from Ed25519', () => {
  it('takes a secret and its public key to one X25519 pair', async () => {
    for (let byte = 0; byte < 8; byte++) {
      const secret = new Uint8Array(32).fill(byte)
      const { publicKey } = await createSigner(secret)
      const expected = x25519FromPublicKey(publicKey)
      expect((await createKeyAgreement(x25519FromSecret(secret))).publicKey).toEqual(expected)
      expect(nobleKeyAgreement(x25519FromSecret(secret)).publicKey).toEqual(expected)
    }
  })

  it('refuses keys of small order, in other encodings, and off the curve', () => {
    const refused = [`01${'00'.repeat(31)}`, `eeff${'ff'.repeat(29)}7f`, `02${'00'.repeat(31)}`]
    for (const key of refused) expect(() => x25519FromPublicKey(hex.decode(key))).toThrow(/no public key/)
  })
})
