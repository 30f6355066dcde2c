import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, ExportOnly, HkdfSha256 } from '@hpke/core'
import { hex } from '@scure/base'
import { describe, expect, it } from 'vitest'
import { decrypt } from './aes-gcm.ts'
import { randomBytes, utf8 } from './bytes.ts'
import { AES_128_GCM, decap, encap, EXPORT_ONLY, exportSecret, keySchedule } from './hpke.ts'
import { createEphemeral, createKeyAgreement } from './x25519.ts'

const INFO = hex.decode('4f6465206f6e2061204772656369616e2055726e')

// RFC 9180, appendix A.1.1 and A.7.1: base mode, sequence number 0.
const ENCRYPTING = {
  ephemeral: '52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736',
  encapsulated: '37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431',
  secret: '4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8',
  publicKey: '3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d',
  shared: 'fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc',
  key: '4531685d41d65f03dc48f6b8302c05b0',
  nonce: '56d890e5accaaf011cff4b7d',
  exported: '3853fe2b4035195a573ffc53856e77058e15d9ea064de3e59f4961d0095250ee',
}
const EXPORTING = {
  ephemeral: '095182b502f1f91f63ba584c7c3ec473d617b8b4c2cec3fad5af7fa6748165ed',
  encapsulated: 'e5e8f9bfff6c2f29791fc351d2c25ce1299aa5eaca78a757c0b4fb4bcd830918',
  secret: '33d196c830a12f9ac65d6e565a590d80f04ee9b19c83c87f2c170d972a812848',
  publicKey: '194141ca6c3c3beb4792cd97ba0ea1faff09d98435012345766ee33aae2d7664',
  shared: 'e81716ce8f73141d4f25ee9098efc968c91e5b8ce52ffff59d64039e82918b66',
  key: '',
  nonce: '',
  exported: '7a36221bd56d50fb51ee65edfd98d06a23c4dc87085aa5866cb7087244bd2a36',
}

describe.each([
  ['AES-128-GCM', AES_128_GCM, ENCRYPTING],
  ['export-only', EXPORT_ONLY, EXPORTING],
] as const)('RFC 9180 with %s', (_, aead, vector) => {
  it('encapsulates to the published bytes', async () => {
    const { encapsulated, shared } = await encap(
      { bytes: hex.decode(vector.publicKey) },
      await createKeyAgreement(hex.decode(vector.ephemeral)),
    )
    expect([encapsulated, shared].map(hex.encode)).toEqual([vector.encapsulated, vector.shared])
  })

  it('decapsulates to the published secret, key, nonce and export', async () => {
    const recipient = await createKeyAgreement(hex.decode(vector.secret))
    expect(hex.encode(recipient.publicKey)).toBe(vector.publicKey)
    const shared = await decap(hex.decode(vector.encapsulated), recipient)
    const context = keySchedule(shared, INFO, aead)
    expect([shared, context.key, context.nonce].map(hex.encode)).toEqual([vector.shared, vector.key, vector.nonce])
    expect(hex.encode(exportSecret(context, aead, new Uint8Array(0)))).toBe(vector.exported)
  })
})

describe('beside another implementation of RFC 9180', () => {
  const kem = new DhkemX25519HkdfSha256()

  async function recipient() {
    const secret = randomBytes(32)
    const ours = await createKeyAgreement(secret)
    return {
      ours,
      theirSecret: await kem.importKey('raw', Uint8Array.from(secret).buffer, false),
      theirPublicKey: await kem.importKey('raw', Uint8Array.from(ours.publicKey).buffer, true),
    }
  }

  it('opens what the other sealed', async () => {
    const { ours, theirPublicKey } = await recipient()
    const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes128Gcm() })
    const theirs = await suite.createSenderContext({ recipientPublicKey: theirPublicKey, info: INFO })
    const sealed = new Uint8Array(await theirs.seal(utf8('hello')))
    const { key, nonce } = keySchedule(await decap(new Uint8Array(theirs.enc), ours), INFO, AES_128_GCM)
    expect(await decrypt(key, nonce, sealed)).toEqual(utf8('hello'))
  })

  it('exports the same secret to the other', async () => {
    const { ours, theirSecret } = await recipient()
    const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new ExportOnly() })
    const { encapsulated, shared } = await encap({ bytes: ours.publicKey }, await createEphemeral())
    const theirs = await suite.createRecipientContext({ recipientKey: theirSecret, enc: encapsulated, info: INFO })
    const exported = exportSecret(keySchedule(shared, INFO, EXPORT_ONLY), EXPORT_ONLY, utf8('context'))
    expect(new Uint8Array(await theirs.export(utf8('context'), 32))).toEqual(exported)
  })
})
