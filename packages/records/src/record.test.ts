import { decode, encode } from 'cborg'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { whyNotCanonical } from './canonical.ts'
import { decodeRecord, encodeRecord } from './record.ts'
import { recordId } from './record-id.ts'

const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

const content = fc.letrec((again) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer(),
    fc.maxSafeInteger(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 40 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
    fc.array(again('value'), { maxLength: 5 }),
    fc.dictionary(fc.string(), again('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value

describe('a record’s encoding', () => {
  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(content, (value) => {
        expect(decodeRecord(encodeRecord(value))).toEqual(value)
      }),
      { numRuns: 2000 },
    )
  })

  it('has one id for one content, in whatever order its fields were given', () => {
    expect(recordId(encodeRecord({ a: 1, bb: 2 }))).toBe(recordId(encodeRecord({ bb: 2, a: 1 })))
    expect(encodeRecord({ text: 'hello' })).toEqual(hex('a164746578746568656c6c6f'))
    expect(recordId(encodeRecord({ text: 'hello' }))).toBe(
      '6428f02304b8db8cb107c89336481f0fead728bf374ca80168d2c71938cefae7',
    )
  })

  for (const [what, bytes] of [
    ['nothing', ''],
    ['a long form of a small number', '1800'],
    ['a long form of a length', '580161'],
    ['an indefinite array', '9fff'],
    ['an indefinite string', '5f4100ff'],
    ['keys out of order', 'a2616201616101'],
    ['a repeated key', 'a2616101616101'],
    ['a longer key first', 'a262616101616101'],
    ['a key that is no text', 'a10101'],
    ['a short float', 'f93e00'],
    ['a whole number as a float', 'fb3ff0000000000000'],
    ['not a number', 'fb7ff8000000000000'],
    ['undefined', 'f7'],
    ['a tag', 'c001'],
    ['text that is not UTF-8', '61ff'],
    ['bytes after the item', '0000'],
    ['a string that ends early', '4401'],
    ['an array that ends early', '8201'],
    ['deep nesting', '81'.repeat(40) + '00'],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => decodeRecord(hex(bytes))).toThrow(expect.objectContaining({ name: 'RefusedRecordError' }))
    })
  }

  it('refuses what cannot be encoded in one way only', () => {
    for (const value of [undefined, Number.NaN, { a: undefined }, Infinity]) {
      expect(() => encodeRecord(value)).toThrow(expect.objectContaining({ name: 'RefusedRecordError' }))
    }
  })

  it('agrees with cborg, whatever the bytes: what is canonical encodes to itself, and the other way round', () => {
    const mutated = fc.tuple(content, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
      const bytes = encode(value, { float64: true })
      bytes[at % bytes.length] = byte
      return bytes
    })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 24 }), mutated), (bytes) => {
        expect(whyNotCanonical(bytes) === undefined).toBe(encodesToItself(bytes))
      }),
      { numRuns: 20_000 },
    )
  })
})

function encodesToItself(bytes: Uint8Array): boolean {
  try {
    const value: unknown = decode(bytes, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      rejectDuplicateMapKeys: true,
      allowNaN: false,
      allowInfinity: false,
    })
    return encode(value, { float64: true }).join() === bytes.join()
  } catch {
    return false
  }
}
