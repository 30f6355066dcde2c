import { encode } from 'cborg'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Identity } from '../identity.ts'
import { createIdentity } from '../identity.ts'
import type { PublicKey } from '../public-key.ts'
import { publicKeyToBytes } from '../public-key.ts'
import { cardToQrText, cardToUrl } from './card-text.ts'
import { newestCard, readCard, signCard } from './contact-card.ts'

let me: Identity
let service: PublicKey

beforeAll(async () => {
  me = await createIdentity()
  service = (await me.serviceKey('contact')).publicKey
})

function alice(changes: object = {}): Promise<Uint8Array> {
  return signCard(me.author, { nickname: 'Alice', service, addresses: [], sequence: 1, ...changes })
}

describe('a contact card', () => {
  it('is read as it was written: from bytes, from a URL and from a QR code', async () => {
    const bytes = await alice({ addresses: ['/dns4/example.org/tcp/443/wss'], sequence: 2 })
    const expected = {
      author: me.author.publicKey,
      nickname: 'Alice',
      service,
      addresses: ['/dns4/example.org/tcp/443/wss'],
      sequence: 2,
      bytes,
    }
    for (const form of [bytes, cardToUrl(bytes), cardToQrText(bytes)]) expect(await readCard(form)).toEqual(expected)
  })

  it('without addresses has 149 bytes, which are 250 characters of the QR alphanumeric set', async () => {
    const bytes = await alice()
    expect(bytes).toHaveLength(149)
    expect(cardToQrText(bytes)).toHaveLength(250)
    expect(cardToQrText(bytes)).toMatch(/^[0-9A-Z $%*+\-./:]+$/)
  })

  it.each([
    ['an empty nickname', { nickname: '' }],
    ['a nickname that turns the writing direction', { nickname: 'Al\u202eice' }],
    ['a nickname of two lines', { nickname: 'Al\nice' }],
    ['an invisible nickname', { nickname: '\u200d\ufe0f' }],
    ['a nickname too long', { nickname: 'x'.repeat(65) }],
    ['a nickname with a space at its end', { nickname: 'Alice ' }],
    ['no nickname', { nickname: undefined }],
    ['no service', { service: undefined }],
    ['a text in the place of addresses', { addresses: '/a' }],
    ['a text in the place of a sequence', { sequence: '1' }],
    ['half a character', { nickname: 'Al\ud800' }],
    ['too many addresses', { addresses: Array.from({ length: 9 }, () => '/a') }],
    ['an empty address', { addresses: [''] }],
    ['addresses beyond its size', { addresses: Array.from({ length: 8 }, () => '/a'.repeat(120)) }],
    ['a negative sequence', { sequence: -1 }],
    ['a fractional sequence', { sequence: 0.5 }],
    ['a sequence beyond what a number counts', { sequence: 2 ** 53 }],
  ])('is not signed with %s', async (_, changes) => {
    const [field = ''] = Object.keys(changes)
    await expect(alice(changes)).rejects.toMatchObject({
      name: /^(Range|Type)Error$/,
      message: expect.stringMatching(new RegExp(`${field}|1024 are the limit`)) as string,
    })
  })

  it('without a sequence counts the milliseconds since 1970, and needs no addresses', async () => {
    const before = Date.now()
    const card = await readCard(await signCard(me.author, { nickname: 'Alice', service }))
    expect(card.addresses).toEqual([])
    expect(card.sequence).toBeGreaterThanOrEqual(before)
    expect(card.sequence).toBeLessThanOrEqual(Date.now())
  })

  it('is read with the space and line ends around it that pasting brings', async () => {
    const bytes = await alice()
    expect((await readCard(` \n${cardToUrl(bytes)}\r\n`)).bytes).toEqual(bytes)
  })

  it.each([
    ['nothing', new Uint8Array(0), /is empty/],
    ['other bytes', Uint8Array.of(1, 2, 3), /no contact card/],
    ['a text', 'hydra:card/', /Uint8Array/],
  ])('is not made into a URL or a QR code out of %s', (_, junk, message) => {
    for (const write of [cardToUrl, cardToQrText]) expect(() => write(junk as Uint8Array)).toThrow(message)
  })

  it.each(['Zoë', 'Алиса', '爱丽丝', '👩‍🚀 Ada', 'می‌خواهم'])('takes the nickname %s', async (nickname) => {
    expect((await readCard(await alice({ nickname }))).nickname).toBe(nickname.normalize('NFC'))
  })

  it('is refused with one bit changed, and cut off at any byte', async () => {
    const bytes = await alice()
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] as number) ^ 1
      await expect(readCard(changed), `byte ${at}`).rejects.toMatchObject({ name: /Error$/ })
      await expect(readCard(bytes.subarray(0, at)), `${at} bytes`).rejects.toMatchObject({ name: 'InvalidBytesError' })
    }
  })

  it('signed by another for this author is refused', async () => {
    const other = await createIdentity()
    const author = { ...other.author, publicKey: me.author.publicKey }
    const forged = await signCard(author, { nickname: 'Alice', service, addresses: [], sequence: 9 })
    await expect(readCard(forged)).rejects.toMatchObject({ name: 'InvalidSignatureError' })
  })

  it('of a later version asks for an update', async () => {
    await expect(readCard(encode(['card', 2, 'whatever']))).rejects.toMatchObject({ name: 'UnknownVersionError' })
  })

  it('in another encoding of the same meaning is refused', async () => {
    const bytes = await alice({ sequence: 5 })
    const at = bytes.length - 67
    expect(bytes[at]).toBe(5)
    const longer = Uint8Array.of(...bytes.subarray(0, at), 0x18, 5, ...bytes.subarray(at + 1))
    await expect(readCard(longer)).rejects.toMatchObject({ name: 'InvalidBytesError' })
  })

  it.each([
    '',
    'hydra:card/',
    'hydra:card/ABC1',
    'https://example.org',
    'hydra:card/ſſ',
    `hydra:card/${'a'.repeat(5_000)}`,
  ])('is not found in the text %j', async (text) => {
    await expect(readCard(text)).rejects.toMatchObject({ name: 'InvalidBytesError' })
  })
})

describe('of several cards', () => {
  it('the highest sequence counts, in whatever order they came', async () => {
    const cards = await Promise.all([1, 3, 2].map(async (sequence) => readCard(await alice({ sequence }))))
    expect(newestCard(cards)?.sequence).toBe(3)
    expect(newestCard(cards.toReversed())?.sequence).toBe(3)
    expect(newestCard([])).toBeUndefined()
  })

  it('with one sequence every peer picks the same', async () => {
    const cards = await Promise.all(['A', 'B'].map(async (nickname) => readCard(await alice({ nickname }))))
    expect(newestCard(cards)?.nickname).toBe(newestCard(cards.toReversed())?.nickname)
  })

  it('those of another author are not mixed in', async () => {
    const other = await createIdentity()
    const card = await readCard(await signCard(other.author, { nickname: 'A', service, addresses: [], sequence: 1 }))
    const mine = await readCard(await alice())
    expect(() => newestCard([card, mine])).toThrow(/two authors/)
    expect(publicKeyToBytes(card.author)).not.toEqual(publicKeyToBytes(mine.author))
  })
})
