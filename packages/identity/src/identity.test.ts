import { describe, expect, it } from 'vitest'
import { utf8 } from './bytes.ts'
import { fingerprint } from './fingerprint.ts'
import { createIdentity, restoreIdentity } from './identity.ts'
import { createKeyPair } from './key-pair.ts'
import { publicKeyFromBytes } from './public-key.ts'

/** Puts its number before a word. */
const numbered = (mark: string) => (word: string, index: number) => `${index + 1}${mark}${word}`
const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow'

describe('an identity', () => {
  it('comes back whole from its words', async () => {
    const me = await createIdentity()
    const again = await restoreIdentity(await me.words())
    expect(again.author.publicKey).toBe(me.author.publicKey)
    expect((await again.serviceKey('blog')).publicKey).toBe((await me.serviceKey('blog')).publicKey)
    expect((await again.peerKey('laptop')).publicKey).toBe((await me.peerKey('laptop')).publicKey)
    expect((await me.words()).split(' ')).toHaveLength(12)
  })

  it('has another key for each service, each device and the author', async () => {
    const me = await restoreIdentity(WORDS)
    const keys = [
      me.author,
      await me.serviceKey('author'),
      await me.serviceKey('blog'),
      await me.serviceKey('blog2'),
      await me.peerKey('blog'),
      await me.peerKey('phone'),
    ]
    expect(new Set(keys.map((key) => key.publicKey)).size).toBe(keys.length)
  })

  it('differs from every other', async () => {
    expect(await (await createIdentity()).words()).not.toBe(await (await createIdentity()).words())
  })

  it('gives the secret of a peer key to the transport that needs it', async () => {
    const peer = await (await restoreIdentity(WORDS)).peerKey('phone')
    expect((await createKeyPair(peer.secret())).publicKey).toBe(peer.publicKey)
    expect(JSON.stringify(peer)).toBe(JSON.stringify({ publicKey: peer.publicKey }))
  })

  it('finds the same service for a label typed on another keyboard', async () => {
    const me = await restoreIdentity(WORDS)
    expect((await me.serviceKey('caf\u00e9')).publicKey).toBe((await me.serviceKey('cafe\u0301')).publicKey)
    await expect(me.serviceKey('')).rejects.toThrow(/label/)
    await expect(me.serviceKey('x'.repeat(256))).rejects.toThrow(/label/)
  })
})

describe('backup words', () => {
  it.each([
    ['  LEGAL winner thank year wave sausage worth\n useful legal winner thank yellow '],
    ['lega winn than year wave saus wort usef lega winn than yell'],
    [WORDS.split(' ').join(', ')],
    [`"${WORDS.split(' ').join('",\n"')}".`],
    [WORDS.split(' ').map(numbered('. ')).join('\n')],
    [WORDS.split(' ').map(numbered(') ')).join(' ')],
    [WORDS.split(' ').map(numbered('.')).join('\r\n')],
    [WORDS.split(' ').map(numbered('\t')).join('\n')],
    [WORDS.toUpperCase().split(' ').join('\n- ')],
  ])('are read however they are written down: %j', async (words) => {
    expect(await (await restoreIdentity(words)).words()).toBe(WORDS)
  })

  it('may be 24', async () => {
    const words = `${'abandon '.repeat(23)}art`
    expect(await (await restoreIdentity(words)).words()).toBe(words)
  })

  it.each([
    [
      'a letter missing',
      'legal winer thank',
      'Word 2, "winer", is not in the list of backup words. Did you mean "wine" or "winner" or "winter"?',
    ],
    ['letters swapped', 'legal winner thnak', 'Did you mean "thank"?'],
    ['several near', 'legal winner bat', 'Word 3, "bat"'],
    ['nothing near', 'legal xxxxxxxxx thank', 'Compare it with what was written down.'],
    ['nothing near, in a short word', 'legal xyzzy thank', 'Compare it with what was written down.'],
    ['three letters, which may begin several words', 'legal winner tha', 'Word 3, "tha"'],
    [
      'a digit for a letter',
      'legal w1nner thank',
      'Word 2, "w1nner", is not in the list of backup words. Did you mean "winner"?',
    ],
    ['two typos', 'legl winnr thank', 'or "legal"? Word 2, "winnr"'],
  ])('say which word is wrong: %s', async (_, start, message) => {
    const words = [...start.split(' '), ...WORDS.split(' ').slice(3)].join(' ')
    const refusal = restoreIdentity(words)
    await expect(refusal).rejects.toMatchObject({ name: 'MnemonicError' })
    await expect(refusal).rejects.toThrow(message)
  })

  it.each([
    ['a word missing', WORDS.split(' ').slice(1).join(' '), 'these are 11'],
    ['nothing', '', 'There are no words here'],
    ['numbers alone', ' 1. 2. 3. ', 'There are no words here'],
    ['a list', WORDS.split(' ') as unknown as string, 'join a list'],
    [
      'two words that changed places',
      WORDS.replace('legal winner', 'winner legal'),
      'two words may have changed places',
    ],
    ['a word mistaken for another of the list', WORDS.replace('year', 'yellow'), 'mistaken for another'],
    ['far too much', 'legal '.repeat(500), 'too long'],
    ['too many words', 'legal '.repeat(25), 'these are 25'],
  ])('are refused with advice: %s', async (_, words, message) => {
    const refusal = restoreIdentity(words)
    await expect(refusal).rejects.toMatchObject({ name: 'MnemonicError' })
    await expect(refusal).rejects.toThrow(message)
  })
})

describe('a fingerprint', () => {
  it('is eight words, the same everywhere', () => {
    const key = publicKeyFromBytes(new Uint8Array(32).fill(9))
    expect(fingerprint(key)).toBe('pull-decade-patient-buyer-kiwi-divorce-crouch-nephew')
  })

  it('differs between keys', () => {
    const prints = Array.from({ length: 200 }, (_, index) =>
      fingerprint(publicKeyFromBytes(new Uint8Array(32).fill(index))),
    )
    expect(new Set(prints).size).toBe(200)
    expect(new Set(prints.flatMap((print) => print.split('-'))).size).toBeGreaterThan(800)
    expect(utf8(prints[0] ?? '').length).toBeLessThan(72)
  })
})
