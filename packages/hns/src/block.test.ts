import { createKeyPair, publicKeyToBytes } from '@hydra/identity'
import { decodeRecord, encodeRecord, type RecordId } from '@hydra/records'
import { bytesToHex, hexToBytes as hex } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, decodeBlock, encodeBlock } from './block.ts'
import { makeBlock } from './make-block.ts'
import { ledgerRules } from './rules.ts'
import { practiceRules } from './practice-rules.ts'
import { createValidate } from './validate.ts'
import vectors from './vectors.json' with { type: 'json' }

// So much that a proof changed by chance does not hold by chance.
const WORK = 2 ** 18
const rules = practiceRules({ work: WORK })
const validate = createValidate(rules)
const key = await createKeyPair(new Uint8Array(32).fill(7))
const parents = ['11', '22'].map((byte) => byte.repeat(32) as RecordId)
const payload = { title: 'Bilder', description: 'Meine Bilder', tags: ['bild'], links: ['hydra://elsewhere'] }
const bytes = await makeBlock({ name: 'bilder', parents, payload }, key, rules)

describe('a block', () => {
  it('reads as it was written, and is valid', async () => {
    const block = decodeBlock(bytes)
    expect(block).toMatchObject({ version: 0, name: 'bilder', parents, payload, work: WORK })
    expect(encodeBlock(block, block.signature, block.proof)).toEqual(bytes)
    expect(await validate(bytes)).toMatchObject({ valid: true })
  })

  it('is refused with any one field changed, though all else is right', async () => {
    const fields = decodeRecord(bytes) as unknown[]
    const others: unknown[] = [
      1,
      publicKeyToBytes((await createKeyPair()).publicKey),
      'bildee',
      WORK + 1,
      [hex('11'.repeat(32))],
      { ...payload, title: 'Bilder!' },
      (fields[6] as Uint8Array).with(63, 1 ^ ((fields[6] as Uint8Array)[63] as number)),
      (fields[7] as Uint8Array).with(7, 1 ^ ((fields[7] as Uint8Array)[7] as number)),
    ]
    expect(others).toHaveLength(fields.length)
    for (const [i, other] of others.entries()) {
      expect(await validate(encodeRecord(fields.with(i, other))), `field ${i}`).toMatchObject({ valid: false })
    }
    expect(await validate(encodeRecord(fields))).toMatchObject({ valid: true })
  })

  it('is refused with any one bit changed', async () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = bytes.with(bit >> 3, (bytes[bit >> 3] as number) ^ (1 << (bit & 7)))
      expect(await validate(changed), `bit ${bit}`).toMatchObject({ valid: false })
    }
  })

  it('is refused if its work is short by one try, or its key did not sign it', async () => {
    const cheap = await makeBlock({ name: 'bilder', parents, payload }, key, practiceRules({ work: WORK - 1 }))
    expect(await validate(cheap)).toEqual({ valid: false, reason: 'its work is below the floor' })
    const thief = await createKeyPair()
    const asOther = { ...thief, publicKey: key.publicKey }
    const stolen = await makeBlock({ name: 'bilder', parents, payload }, asOther, rules)
    expect(await validate(stolen)).toEqual({ valid: false, reason: 'its signature is not of its key' })
  })

  it('has one signature, one proof, one encoding: the same work never counts twice', async () => {
    // Ed25519 lets a signer make any number of signatures on one text. Work covers the one that stands there.
    const block = decodeBlock(bytes)
    const again = await createKeyPair(new Uint8Array(32).fill(7))
    const other = { ...again, sign: () => again.sign('hydra name block', new Uint8Array(1)) }
    const resigned = encodeBlock(block, await other.sign(), block.proof)
    expect(await validate(resigned)).toEqual({ valid: false, reason: 'its proof of work does not hold' })
  })

  const fields = decodeRecord(bytes) as unknown[]
  const malformed: [string, unknown][] = [
    ['a map', { v: 0 }],
    ['a field too many', [...fields, 0]],
    ['a field too few', fields.slice(0, 7)],
    [
      'five parents',
      fields.with(
        4,
        ['11', '22', '33', '44', '55'].map((byte) => hex(byte.repeat(32))),
      ),
    ],
    [
      'parents out of order',
      fields.with(
        4,
        ['22', '11'].map((byte) => hex(byte.repeat(32))),
      ),
    ],
    [
      'a parent twice',
      fields.with(
        4,
        ['11', '11'].map((byte) => hex(byte.repeat(32))),
      ),
    ],
    ['a parent of 31 bytes', fields.with(4, [hex('11'.repeat(31))])],
    ['no work', fields.with(3, 0)],
    ['half a try of work', fields.with(3, WORK + 0.5)],
    ['too much work', fields.with(3, 2 ** 40 + 1)],
    ['a key of 33 bytes', fields.with(1, new Uint8Array(33))],
    ['an unknown field in its payload', fields.with(5, { price: 'none' })],
    ['a payload that turns text around', fields.with(5, { title: 'gpj.\u202eexe' })],
    ['a payload with an empty text', fields.with(5, { title: '' })],
    ['seventeen tags', fields.with(5, { tags: Array.from({ length: 17 }, (_, i) => `t${i}`) })],
    ['a link with a space', fields.with(5, { links: ['a b'] })],
    ...[
      'Bilder',
      'bil der',
      'bil\u200bder',
      'bil\u202eder',
      '-bilder',
      'xn--bilder',
      'localhost',
      '',
      'b'.repeat(33),
    ].map((name): [string, unknown] => [`the name "${name}"`, fields.with(2, name)]),
  ]

  it.each(malformed)('is refused with %s', async (_, value) => {
    const encoded = encodeRecord(value)
    expect(() => decodeBlock(encoded)).toThrow(expect.objectContaining({ name: 'InvalidBlockError' }))
    expect(await validate(encoded)).toMatchObject({ valid: false })
  })

  it('with thousands of parents is refused by its size, before it is read', () => {
    const many = fields.with(
      4,
      Array.from({ length: 5000 }, (_, i) => new Uint8Array(32).fill(i)),
    )
    expect(() => decodeBlock(encodeRecord(many))).toThrow('more than 1024 bytes')
  })

  it('is decoded whole or not at all, whatever bytes come', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 1100 }),
      fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.uint8Array({ maxLength: 40 })).map(([at, more]) => {
        const changed = bytes.slice()
        changed.set(more.subarray(0, changed.length - at), at)
        return changed
      }),
      fc.tuple(fc.nat({ max: 7 }), fc.anything()).map(([i, value]) => encodeOr(fields.with(i, value))),
    )
    fc.assert(
      fc.property(anything, (input) => {
        const block = decodeOr(input)
        if (block !== undefined) expect(encodeBlock(block, block.signature, block.proof)).toEqual(input)
      }),
      { numRuns: 2000 },
    )
  })
})

function encodeOr(value: unknown): Uint8Array {
  try {
    return encodeRecord(value)
  } catch {
    return new Uint8Array()
  }
}

function decodeOr(input: Uint8Array): Block | undefined {
  try {
    return decodeBlock(input)
  } catch (error) {
    expect(error).toMatchObject({ name: 'InvalidBlockError' })
    return undefined
  }
}

describe('PROTOCOL.md', () => {
  it.each(vectors.blocks)(
    'has a vector that is as it says: $what',
    async ({ bytes: text, secret, rules: which, says }) => {
      const block = decodeBlock(hex(text))
      const { name, work, signed, worked } = block
      expect({
        name,
        key: bytesToHex(block.key),
        work,
        signedBytes: signed.length,
        workedBytes: worked.length,
      }).toEqual(says)
      const author = await createKeyPair(hex(secret))
      expect(bytesToHex(await author.sign('hydra name block', signed))).toBe(bytesToHex(block.signature))
      const validateIt = createValidate(which === 'ledger' ? ledgerRules() : practiceRules())
      expect(await validateIt(hex(text))).toMatchObject({ valid: true })
    },
  )
})
