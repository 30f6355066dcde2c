import { readFile } from 'node:fs/promises'
import { hex } from '@scure/base'
import { beforeAll, describe, expect, it } from 'vitest'
import { encrypt } from './aes-gcm.ts'
import { joinBytes, utf8 } from './bytes.ts'
import { deriveSecret } from './derive.ts'
import { domain } from './domain.ts'
import { fingerprint } from './fingerprint.ts'
import { AES_128_GCM, encap, keySchedule } from './hpke.ts'
import type { Identity } from './identity.ts'
import { restoreIdentity } from './identity.ts'
import { createKeyStore } from './key-store.ts'
import { wordsToSecret } from './mnemonic.ts'
import { createPetnames } from './petnames/petnames.ts'
import { parsePublicKey, publicKeyToBytes } from './public-key.ts'
import { verify } from './signature.ts'
import { memorySlot } from './slot.ts'
import { cardToQrText, cardToUrl } from './statements/card-text.ts'
import { readCard, signCard } from './statements/contact-card.ts'
import { addDevice, revokeDevice } from './statements/device-statement.ts'
import { createKeyAgreement, x25519FromPublicKey } from './x25519.ts'

let vectors: Record<string, string>
let me: Identity

beforeAll(async () => {
  const page = await readFile(new URL('../PROTOCOL.md', import.meta.url), 'utf8')
  vectors = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? '{}') as Record<string, string>
  me = await restoreIdentity(vectors['words'] ?? '')
})

/** The vector of a name, as bytes. */
function bytes(name: string): Uint8Array {
  return hex.decode(vectors[name] ?? '')
}

describe('the vectors of PROTOCOL.md', () => {
  it('derive every key from the words', async () => {
    const secret = wordsToSecret(vectors['words'] ?? '')
    expect(secret).toEqual(bytes('secret'))
    expect(deriveSecret(secret, 'author', '')).toEqual(bytes('authorSecret'))
    expect(deriveSecret(secret, 'service', 'home')).toEqual(bytes('serviceHomeSecret'))
    expect(deriveSecret(secret, 'peer', 'phone')).toEqual(bytes('peerPhoneSecret'))
    expect(publicKeyToBytes(me.author.publicKey)).toEqual(bytes('authorKey'))
    expect(me.author.publicKey).toBe(vectors['authorKeyText'])
    expect((await me.serviceKey('home')).publicKey).toBe(vectors['serviceKeyText'])
    expect((await me.peerKey('phone')).publicKey).toBe(vectors['phoneKeyText'])
    expect(fingerprint(me.author.publicKey)).toBe(vectors['fingerprint'])
    expect(x25519FromPublicKey(bytes('authorKey'))).toEqual(bytes('authorX25519'))
  })

  it('sign', async () => {
    const message = utf8(vectors['message'] ?? '')
    expect(domain('sign', vectors['purpose'] ?? '')).toEqual(bytes('signDomain'))
    expect(await me.author.sign(vectors['purpose'] ?? '', message)).toEqual(bytes('signature'))
    const key = parsePublicKey(vectors['authorKeyText'] ?? '')
    expect(await verify(key, vectors['purpose'] ?? '', message, bytes('signature'))).toBe(true)
  })

  it('seal and encapsulate', async () => {
    const purpose = vectors['purpose'] ?? ''
    const { encapsulated, shared } = await encap(
      { bytes: bytes('authorX25519') },
      await createKeyAgreement(bytes('ephemeralSecret')),
    )
    expect(encapsulated).toEqual(bytes('encapsulated'))
    const { key, nonce } = keySchedule(shared, joinBytes(domain('seal', purpose), bytes('authorKey')), AES_128_GCM)
    const sealed = joinBytes(encapsulated, await encrypt(key, nonce, utf8(vectors['message'] ?? '')))
    expect(sealed).toEqual(bytes('sealed'))
    expect(await me.author.open(purpose, sealed)).toEqual(utf8(vectors['message'] ?? ''))
    expect(await me.author.decapsulate(purpose, encapsulated)).toEqual(bytes('exportedSecret'))
  })

  it('make the card and the device statements', async () => {
    const { bytes: _, ...card } = await readCard(vectors['cardUrl'] ?? '')
    expect(await signCard(me.author, card)).toEqual(bytes('card'))
    expect(card).toMatchObject({ nickname: 'Alice', sequence: 7, addresses: ['/dns4/example.org/tcp/443/wss'] })
    expect(cardToUrl(bytes('card'))).toBe(vectors['cardUrl'])
    expect(cardToQrText(bytes('card'))).toBe(vectors['cardQrText'])
    const phone = await me.peerKey('phone')
    expect(await addDevice(me.author, phone, 1)).toEqual(bytes('addDevice'))
    expect(await revokeDevice(me.author, phone.publicKey, 2)).toEqual(bytes('revokeDevice'))
  })

  it('open the key file, and list the petnames', async () => {
    const keys = createKeyStore(memorySlot())
    expect(await (await keys.import(bytes('keyFile'), vectors['passphrase'] ?? '')).words()).toBe(vectors['words'])
    const petnames = await createPetnames(memorySlot())
    await petnames.import(bytes('petnames'))
    expect(petnames.nameOf(me.author.publicKey)).toBe('Alice')
    expect(petnames.export()).toEqual(bytes('petnames'))
  })
})
