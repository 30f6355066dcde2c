import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { hex } from '@scure/base'
import { describe, expect, it } from 'vitest'
import { joinBytes } from './bytes.ts'
import { createSigner, nobleSigner, nobleVerify, verifyBytes } from './ed25519.ts'
import { isStrictPoint } from './strict-encoding.ts'

// RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc).
const VECTORS = [
  {
    secret: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    secret: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    secret: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    secret: '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    publicKey: 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    message:
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    signature:
      'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  },
].map((vector) => ({
  secret: hex.decode(vector.secret),
  publicKey: hex.decode(vector.publicKey),
  message: hex.decode(vector.message),
  signature: hex.decode(vector.signature),
}))

describe.each(VECTORS)('RFC 8032, vector %#', ({ secret, publicKey, message, signature }) => {
  it.each([
    ['platform', createSigner],
    ['fallback', async (bytes: Uint8Array) => nobleSigner(bytes)],
  ] as const)('is signed alike by the %s', async (_, create) => {
    const signer = await create(secret)
    expect(signer.publicKey).toEqual(publicKey)
    expect(await signer.sign(message)).toEqual(signature)
  })

  it('is verified by both, and not with a bit flipped', async () => {
    const other = Uint8Array.from(signature)
    other[40] = (other[40] as number) ^ 1
    expect(await verifyBytes(publicKey, message, signature)).toBe(true)
    expect(nobleVerify(publicKey, message, signature)).toBe(true)
    expect(await verifyBytes(publicKey, message, other)).toBe(false)
    expect(nobleVerify(publicKey, message, other)).toBe(false)
  })
})

const { Point } = ed25519
const ORDER = Point.Fn.ORDER
const MESSAGE = new TextEncoder().encode('edge')

/** A key whose scalar is known, so that signatures can be made that no honest signer makes. */
const { scalar, point: KEY } = ed25519.utils.getExtendedPublicKey(VECTORS[1]?.secret as Uint8Array)
const TORSION = Point.fromBytes(hex.decode('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'))

function challenge(r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint {
  return littleEndian(sha512(joinBytes(r, key, message))) % ORDER
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}

function toBytes(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn))
}

/** Signs with R and the key as given, whatever their order. */
function forge(key: Uint8Array, r: Uint8Array, nonce: bigint, message: Uint8Array): Uint8Array {
  return joinBytes(r, toBytes((nonce + challenge(r, key, message) * scalar) % ORDER))
}

function messageWithChallenge(key: Uint8Array, r: Uint8Array, isWanted: (k: bigint) => boolean): Uint8Array {
  for (let counter = 0; ; counter++) {
    const message = new TextEncoder().encode(`edge ${counter}`)
    if (isWanted(challenge(r, key, message))) return message
  }
}

const mixedKey = KEY.add(TORSION).toBytes()
const honestR = Point.BASE.multiply(5n).toBytes()
const mixedR = Point.BASE.multiply(5n).add(TORSION).toBytes()
const identity = Point.ZERO.toBytes()
const valid = forge(KEY.toBytes(), honestR, 5n, MESSAGE)
const badMixed = messageWithChallenge(mixedKey, honestR, (k) => k % 8n !== 0n)
const goodMixed = messageWithChallenge(mixedKey, honestR, (k) => k % 8n === 0n)

const EDGES: [string, boolean, Uint8Array, Uint8Array, Uint8Array][] = [
  ['an ordinary signature', true, KEY.toBytes(), MESSAGE, valid],
  ['S + L', false, KEY.toBytes(), MESSAGE, joinBytes(honestR, toBytes(littleEndian(valid.subarray(32)) + ORDER))],
  ['S = L', false, identity, MESSAGE, joinBytes(identity, toBytes(ORDER))],
  ['R of small order', false, KEY.toBytes(), MESSAGE, forge(KEY.toBytes(), identity, 0n, MESSAGE)],
  ['the identity as key and as R', false, identity, MESSAGE, joinBytes(identity, toBytes(0n))],
  ['R with a torsion component', false, KEY.toBytes(), MESSAGE, forge(KEY.toBytes(), mixedR, 5n, MESSAGE)],
  ['a key with a torsion component', false, mixedKey, badMixed, forge(mixedKey, honestR, 5n, badMixed)],
  ['such a key where the torsion vanishes', true, mixedKey, goodMixed, forge(mixedKey, honestR, 5n, goodMixed)],
  ['a key off the curve', false, toBytes(2n), MESSAGE, valid],
  ['R off the curve', false, KEY.toBytes(), MESSAGE, joinBytes(toBytes(2n), valid.subarray(32))],
  ['a signature cut short', false, KEY.toBytes(), MESSAGE, valid.subarray(0, 63)],
  ['a key cut short', false, KEY.toBytes().subarray(1), MESSAGE, valid],
]

describe('edge cases have one verdict, everywhere', () => {
  it.each(EDGES)('%s: %s', async (_, expected, key, message, signature) => {
    expect(await verifyBytes(key, message, signature)).toBe(expected)
  })

  it.each(EDGES)('%s: %s, without WebCrypto', async (_, expected, key, message, signature) => {
    const { crypto } = globalThis
    Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true })
    try {
      expect(await verifyBytes(key, message, signature)).toBe(expected)
    } finally {
      Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true })
    }
  })

  it('would not, if the libraries were asked alone', () => {
    const [, , key, message, signature] = EDGES[5] as (typeof EDGES)[number]
    expect(ed25519.verify(signature, message, key, { zip215: false })).toBe(true)
    expect(ed25519.verify(joinBytes(identity, toBytes(0n)), MESSAGE, identity, { zip215: true })).toBe(true)
  })
})

const PRIME = 2n ** 255n - 19n
const SIGN = 2n ** 255n

describe('an encoding of a point', () => {
  it.each([0n, SIGN])('is refused for every y that is not reduced (sign %s)', (sign) => {
    for (let y = PRIME; y < SIGN; y++) expect(isStrictPoint(toBytes(y + sign)), String(y)).toBe(false)
    expect(isStrictPoint(toBytes(PRIME - 2n + sign))).toBe(true)
  })

  it('that is refused makes a signature invalid, as the key and as R', async () => {
    for (const encoding of [
      toBytes(PRIME),
      toBytes(PRIME + 1n),
      TORSION.toBytes(),
      toBytes(SIGN),
      toBytes(SIGN + 1n),
    ]) {
      expect(await verifyBytes(encoding, MESSAGE, forge(encoding, honestR, 5n, MESSAGE))).toBe(false)
      expect(await verifyBytes(KEY.toBytes(), MESSAGE, forge(KEY.toBytes(), encoding, 0n, MESSAGE))).toBe(false)
    }
  })

  it('is refused for each point of small order, with either sign', () => {
    let point = TORSION
    for (let index = 0; index < 8; index++) {
      const y = littleEndian(point.toBytes()) % SIGN
      expect(isStrictPoint(toBytes(y)), `${index} T`).toBe(false)
      expect(isStrictPoint(toBytes(y + SIGN)), `-${index} T`).toBe(false)
      point = point.add(TORSION)
    }
  })
})
