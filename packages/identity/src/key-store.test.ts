import { hex } from '@scure/base'
import { encode } from 'cborg'
import { describe, expect, it } from 'vitest'
import { utf8 } from './bytes.ts'
import { createIdentity } from './identity.ts'
import { createKeyStore } from './key-store.ts'
import { decodeSealedIdentity, encodeSealedIdentity } from './sealed-identity.ts'
import { memorySlot } from './slot.ts'

const PASSPHRASE = 'correct horse battery staple'
const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow'
// Written by the export of a tab and of a daemon: both must open in both, and this file is tested in both.
const EXPORTS = [
  [
    'Chromium',
    '86636b6579010e505814aba665adb01d98b8f3cb01f969c84c49dafa019f2a240cd9bb717c58206a188058b3bcbd4487fc9746535ccdeabcd418695eec61710807e6ad6ac72ac0',
  ],
  [
    'Node',
    '86636b6579010e5027d93309a73aa97784d6734f0e52117c4c9464b2e322127a0c15657c8258201bd41f0d5ce8b820ef8cc4adad982869fb9383bc3f5bafb6eeaf3008c95a1a9d',
  ],
] as const

describe('a key file', () => {
  it.each(EXPORTS)('that %s exported opens here', async (_, bytes) => {
    const keys = createKeyStore(memorySlot())
    expect(await (await keys.import(hex.decode(bytes), PASSPHRASE)).words()).toBe(WORDS)
    expect(await (await keys.load(PASSPHRASE))?.words()).toBe(WORDS)
  })

  it('opens with the passphrase as another keyboard composes it', async () => {
    const keys = createKeyStore(memorySlot(), { cost: 14 })
    await keys.save(await createIdentity(), 'caf\u00e9')
    expect(await keys.load('cafe\u0301')).toBeDefined()
  })

  it('hides the secret, and differs each time', async () => {
    const identity = await createIdentity()
    const files = await Promise.all(
      [0, 1].map(async () => {
        const keys = createKeyStore(memorySlot(), { cost: 14 })
        await keys.save(identity, 'secret')
        return hex.encode((await keys.export()) ?? new Uint8Array(0))
      }),
    )
    expect(files[0]).not.toBe(files[1])
  })

  it('does not open once a bit of it has changed', async () => {
    const keys = createKeyStore(memorySlot(), { cost: 14 })
    await keys.save(await createIdentity(), 'secret')
    const bytes = (await keys.export()) ?? new Uint8Array(0)
    // One byte of each part: tag, version, cost, salt, nonce, ciphertext and authentication tag.
    for (const at of [2, 5, 6, 10, 30, 45, bytes.length - 1]) {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] as number) ^ 1
      const importing = createKeyStore(memorySlot()).import(changed, 'secret')
      await expect(importing, `byte ${at}`).rejects.toMatchObject({
        name: /^(InvalidBytes|UnknownVersion|WrongPassphrase)Error$/,
      })
    }
  })

  it.each([13, 19, 40, 2 ** 31])('does not make the reader spend the memory of a cost of %d', (cost) => {
    const bytes = encode(['key', 1, cost, new Uint8Array(16), new Uint8Array(12), new Uint8Array(32)])
    expect(() => decodeSealedIdentity(bytes)).toThrow(/from 14 to 18/)
  })

  it('of a later version asks for an update', () => {
    expect(() => decodeSealedIdentity(encode(['key', 2]))).toThrow(/version 2/)
  })

  it('has at most 160 bytes', () => {
    expect(() => decodeSealedIdentity(new Uint8Array(161))).toThrow(/limit/)
    const largest = { cost: 18, salt: new Uint8Array(16), nonce: new Uint8Array(12), ciphertext: new Uint8Array(48) }
    expect(decodeSealedIdentity(encodeSealedIdentity(largest))).toEqual(largest)
  })
})

describe('a key store', () => {
  it('refuses an empty passphrase and a cost out of bounds', async () => {
    await expect(createKeyStore(memorySlot()).save(await createIdentity(), '')).rejects.toThrow(/empty/)
    expect(() => createKeyStore(memorySlot(), { cost: 13 })).toThrow(/cost/)
    expect(() => createKeyStore(memorySlot(), { cost: 19 })).toThrow(/cost/)
  })

  it('has nothing to change or export before something was saved', async () => {
    const keys = createKeyStore(memorySlot())
    expect(await keys.export()).toBeUndefined()
    await expect(keys.changePassphrase('a', 'b')).rejects.toThrow(/Save one first/)
  })

  it('says so where its slot holds something else', async () => {
    const slot = memorySlot()
    await slot.write(utf8('not a key file'), 'create')
    await expect(createKeyStore(slot).load('secret')).rejects.toMatchObject({ name: 'InvalidBytesError' })
  })

  it.each([
    ['nothing', new Uint8Array(0), /but empty/],
    ['something else', utf8('not a key file'), /but 14 other bytes/],
  ])('does not take %s for an identity that it must not replace', async (_, stored, message) => {
    const slot = memorySlot()
    await slot.write(stored, 'create')
    const keys = createKeyStore(slot, { cost: 14 })
    const saving = keys.save(await createIdentity(), 'secret')
    await expect(saving).rejects.toMatchObject({ name: 'SlotError', message })
    await keys.save(await createIdentity(), 'secret', { replace: true })
    expect(await keys.load('secret')).toBeDefined()
  })

  it('leaves an identity that a later release wrote', async () => {
    const slot = memorySlot()
    await slot.write(encode(['key', 2]), 'create')
    const saving = createKeyStore(slot, { cost: 14 }).save(await createIdentity(), 'secret')
    await expect(saving).rejects.toMatchObject({ name: 'UnknownVersionError' })
  })
})
