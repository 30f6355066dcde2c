import { describe, expect, it } from 'vitest'
import { isNormalName, normalizeName, whyNoName } from './name.ts'

describe('a name', () => {
  it.each([
    ['Alice', 'alice'],
    ['CAFE\u0301', 'caf\u00e9'],
    ['ÄRGER-2', 'ärger-2'],
    ['ΑΘΉΝΑ', 'αθήνα'],
    ['İstanbul'.slice(1), 'stanbul'],
    ['写真', '写真'],
    ['日本のeki', '日本のeki'],
    ['שלום', 'שלום'],
    ['раурал', 'раурал'],
  ])('"%s" is looked up as "%s"', (text, name) => {
    expect(normalizeName(text)).toBe(name)
    expect(isNormalName(name)).toBe(true)
    expect(whyNoName(name)).toBeUndefined()
    if (text !== name) expect(isNormalName(text)).toBe(false)
  })

  it.each([
    ['', '1 to 32'],
    ['x'.repeat(33), '1 to 32'],
    ['写'.repeat(22), '63 bytes'],
    ['a\u202eb', 'turns the text'],
    ['a\u2067b', 'turns the text'],
    ['a\u200bb', 'does not show'],
    ['a\u200db', 'does not show'],
    ['a\u00adb', 'does not show'],
    ['a\ufeffb', 'does not show'],
    ['a\u{e0061}b', 'does not show'],
    ['a b', 'a-z, 0-9'],
    ['a.b', 'a-z, 0-9'],
    ['a/b', 'a-z, 0-9'],
    ['-a', 'hyphen'],
    ['xn--a', 'hyphen'],
    ['localhost', 'reserved'],
    ['HYDRA', 'reserved'],
    ['pаypal', 'mixes scripts'],
    ['ﬁne', 'special form'],
    ['a\u0301\u0301\u0301\u0301\u0301', 'piles up'],
    ['\u0301a', 'begins with no letter'],
    ['😀', 'letters, digits and hyphens'],
    ['a2'.repeat(28), '1 to 32'],
    ['\ud800', 'text'],
  ])('"%s" is refused: %s', (text, reason) => {
    expect(() => normalizeName(text)).toThrow(reason)
  })

  it('is refused for what a caller in plain JavaScript may pass', () => {
    for (const value of [undefined, null, 7, {}, ['a']]) {
      expect(() => normalizeName(value as never)).toThrow(expect.objectContaining({ name: 'InvalidNameError' }))
    }
  })
})
