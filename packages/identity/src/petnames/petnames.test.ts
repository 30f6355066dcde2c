import { encode } from 'cborg'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PublicKey } from '../public-key.ts'
import { publicKeyFromBytes, publicKeyToBytes } from '../public-key.ts'
import { memorySlot } from '../slot.ts'
import { createPetnames } from './petnames.ts'

const [ALICE, BOB, CAROL] = [1, 2, 3].map((byte) => publicKeyFromBytes(new Uint8Array(32).fill(byte))) as [
  PublicKey,
  PublicKey,
  PublicKey,
]

describe('petnames', () => {
  it('are found both ways, whatever the capitals', async () => {
    const petnames = await createPetnames(memorySlot())
    expect(await petnames.set(ALICE, ' Alice ')).toBe('Alice')
    expect(petnames.nameOf(ALICE)).toBe('Alice')
    expect(petnames.keyOf('alice')).toBe(ALICE)
    expect(petnames.keyOf('Bob')).toBeUndefined()
    expect(petnames.nameOf(BOB)).toBeUndefined()
  })

  it('change and go, and free the name', async () => {
    const petnames = await createPetnames(memorySlot())
    await petnames.set(ALICE, 'Alice')
    await petnames.set(ALICE, 'ALICE')
    await petnames.set(ALICE, 'Ally')
    await petnames.set(BOB, 'Alice')
    expect(petnames.keyOf('alice')).toBe(BOB)
    expect(await petnames.remove(BOB)).toBe(true)
    expect(await petnames.remove(BOB)).toBe(false)
    expect([...petnames.entries()]).toEqual([[ALICE, 'Ally']])
  })

  it('are still there when opened again', async () => {
    const slot = memorySlot()
    await (await createPetnames(slot)).set(ALICE, 'Zoe\u0308')
    expect((await createPetnames(slot)).nameOf(ALICE)).toBe('Zo\u00eb')
  })

  it('given at the same moment are all kept, also through two openings', async () => {
    const slot = memorySlot()
    const petnames = await createPetnames(slot)
    await Promise.all([petnames.set(ALICE, 'Alice'), petnames.set(BOB, 'Bob')])
    const other = await createPetnames(slot)
    await petnames.set(CAROL, 'Carol')
    await other.remove(ALICE)
    expect(new Map(other.entries())).toEqual(
      new Map([
        [BOB, 'Bob'],
        [CAROL, 'Carol'],
      ]),
    )
  })

  it.each([
    ['Alice', 'alice', 'capitals'],
    ['Alice', 'Αlice', 'a Greek capital alpha, which mixes scripts'],
    ['paypal', 'раураl', 'Cyrillic letters among Latin ones'],
    ['арес', 'apec', 'a whole word in another script'],
    ['bill', 'biIl', 'a capital i for an l'],
    ['bill', 'bi1l', 'a digit for an l'],
    ['Ian', 'lan', 'an l for a capital i'],
    ['bob', 'b0b', 'a zero for an o'],
    ['modern', 'modem', 'rn for m'],
    ["O'Hara", 'O’Hara', 'another apostrophe'],
    ['日本', '⽇本', 'a Kangxi radical'],
    ['Zoë', 'Zoe\u0308', 'another composition'],
  ])('that look alike are refused: %s, %s (%s)', async (first, second) => {
    const petnames = await createPetnames(memorySlot())
    await petnames.set(ALICE, first)
    await expect(petnames.set(BOB, second)).rejects.toMatchObject({ name: 'PetnameError' })
    expect(petnames.nameOf(BOB)).toBeUndefined()
    expect(petnames.keyOf(first)).toBe(ALICE)
  })

  it.each([
    ['jose', 'josé'],
    ['ana', 'anna'],
    ['Ян', 'Яна'],
  ])('that only come close are both given: %s, %s', async (first, second) => {
    const petnames = await createPetnames(memorySlot())
    await petnames.set(ALICE, first)
    expect(await petnames.set(BOB, second)).toBe(second)
  })

  it.each([
    'Zoë',
    'Алиса',
    'Ελένη',
    '田中さん',
    'タナカ Ken',
    '김철수',
    'น้ำ',
    'علی',
    'אבי',
    'प्रिया',
    "O'Hara",
    'mum 2',
    'José-María',
  ])('may be %s', async (name) => {
    const petnames = await createPetnames(memorySlot())
    expect(await petnames.set(ALICE, name)).toBe(name.normalize('NFC'))
  })

  it.each([
    '',
    '   ',
    'a\u202eb',
    'a\u200bb',
    'a\nb',
    'a  b',
    '.a',
    '\u0301a',
    'a\u0301\u0301\u0301\u0301\u0301',
    '😀',
    'ｆｕｌｌ',
    '𝓪',
    'ﬁ',
    'Ꭺlice',
    'x'.repeat(65),
    'x'.repeat(1_000),
    'a'.repeat(56),
    'a/b',
    'a\u3164b',
  ])('may not be %j', async (name) => {
    const petnames = await createPetnames(memorySlot())
    await expect(petnames.set(ALICE, name)).rejects.toMatchObject({ name: 'PetnameError', message: /Choose another/ })
  })
})

it('whatever is typed as a petname is refused by name, or found again as it was stored', async () => {
  const petnames = await createPetnames(memorySlot())
  const empty = petnames.export()
  const tricky = fc.constantFrom(
    'a',
    'I',
    'l',
    '1',
    '0',
    'о',
    'Α',
    '日',
    'ำ',
    'ด์',
    ' ',
    '.',
    '-',
    '’',
    '\u0301',
    '\u200d',
  )
  const typed = fc.string({ unit: fc.oneof(tricky, fc.string({ unit: 'binary', maxLength: 1 })) })
  await fc.assert(
    fc.asyncProperty(typed, async (text) => {
      await petnames.remove(ALICE)
      const name = await petnames.set(ALICE, text).catch((error: Error) => error)
      if (name instanceof Error) return name.name === 'PetnameError' && String(petnames.export()) === String(empty)
      return petnames.keyOf(name) === ALICE && (await petnames.set(ALICE, name)) === name
    }),
    { numRuns: 2_000, seed: 3 },
  )
})

describe('an export of petnames', () => {
  async function book(...names: [PublicKey, string][]) {
    const petnames = await createPetnames(memorySlot())
    for (const [key, name] of names) await petnames.set(key, name)
    return petnames
  }

  it('is imported beside what is there', async () => {
    const exported = (await book([ALICE, 'Alice'], [BOB, 'Bob'])).export()
    const petnames = await book([ALICE, 'Alice'], [CAROL, 'Carol'])
    await petnames.import(exported)
    expect(petnames.keyOf('bob')).toBe(BOB)
    expect(petnames.keyOf('carol')).toBe(CAROL)
  })

  it('is alike whatever order the names were given in', async () => {
    const [one, other] = [await book([ALICE, 'Alice'], [BOB, 'Bob']), await book([BOB, 'Bob'], [ALICE, 'Alice'])]
    expect(one.export()).toEqual(other.export())
  })

  it.each([
    ['another name for a key', [ALICE, 'Ally'], 'Rename'],
    ['a name of another key', [CAROL, 'Alice'], 'looks like'],
    ['a look-alike', [CAROL, 'aIice'], 'looks like'],
  ] as const)('is refused whole for %s', async (_, [key, name], message) => {
    const petnames = await book([ALICE, 'Alice'])
    const exported = (await book([BOB, 'Bob'], [key, name])).export()
    await expect(petnames.import(exported)).rejects.toThrow(message)
    expect([...petnames.entries()]).toEqual([[ALICE, 'Alice']])
  })

  it('swapping two names is refused: either would be wrong for a moment', async () => {
    const petnames = await book([ALICE, 'Alice'], [BOB, 'Bob'])
    const exported = (await book([ALICE, 'Bob'], [BOB, 'Alice'])).export()
    await expect(petnames.import(exported)).rejects.toMatchObject({ name: 'PetnameError' })
  })

  it.each([
    [
      'names that look alike',
      [
        [publicKeyToBytes(ALICE), 'bill'],
        [publicKeyToBytes(BOB), 'biIl'],
      ],
    ],
    [
      'keys out of order',
      [
        [publicKeyToBytes(BOB), 'Bob'],
        [publicKeyToBytes(ALICE), 'Alice'],
      ],
    ],
    [
      'a key twice',
      [
        [publicKeyToBytes(BOB), 'Bob'],
        [publicKeyToBytes(BOB), 'Alice'],
      ],
    ],
    ['a name that is not normalised', [[publicKeyToBytes(BOB), 'Zoe\u0308']]],
    ['a name that may not be', [[publicKeyToBytes(BOB), '']]],
    ['a number for a name', [[publicKeyToBytes(BOB), 7]]],
    ['half a key', [[publicKeyToBytes(BOB).subarray(16), 'Bob']]],
    ['no pairs', [7]],
    ['no list', 'Bob'],
  ])('with %s is none', async (_, entries) => {
    const petnames = await book([CAROL, 'Carol'])
    const refused = petnames.import(encode(['petnames', 1, entries]))
    await expect(refused).rejects.toMatchObject({ name: 'InvalidBytesError' })
    expect([...petnames.entries()]).toEqual([[CAROL, 'Carol']])
  })

  it('holds ten thousand names, and not one more', async () => {
    const entries = Array.from({ length: 10_001 }, (_, index) => {
      const key = new Uint8Array(32)
      new DataView(key.buffer).setUint32(0, index)
      return [key, `friend ${index.toString(2).replaceAll('0', 'a').replaceAll('1', 'b')}`]
    })
    const petnames = await createPetnames(memorySlot())
    await petnames.import(encode(['petnames', 1, entries.slice(0, 10_000)]))
    expect([...petnames.entries()]).toHaveLength(10_000)
    await expect(petnames.set(ALICE, 'Alice')).rejects.toThrow(/Remove one/)
    await expect(petnames.import(encode(['petnames', 1, entries]))).rejects.toMatchObject({ name: 'InvalidBytesError' })
  })
})
