import { expect, it } from 'vitest'
import { utf8 } from './bytes.ts'
import { createIdentity } from './identity.ts'
import { createKeyPair } from './key-pair.ts'
import { createKeyStore } from './key-store.ts'
import { createPetnames } from './petnames/petnames.ts'
import { publicKeyFromBytes } from './public-key.ts'
import { encapsulate, seal } from './sealing.ts'
import { verify } from './signature.ts'
import { memorySlot } from './slot.ts'
import { readDeviceStatement } from './statements/device-statement.ts'

const key = await createKeyPair()
const signature = await key.sign('test', utf8('hello'))

/** What plain JavaScript passes. */
type Wrong = Uint8Array & string

const DOORS: [string, (wrong: Wrong) => unknown][] = [
  ['sign', (wrong) => key.sign('test', wrong)],
  ['verify, message', (wrong) => verify(key.publicKey, 'test', wrong, signature)],
  ['verify, signature', (wrong) => verify(key.publicKey, 'test', utf8('hello'), wrong)],
  ['seal', (wrong) => seal(key.publicKey, 'test', wrong)],
  ['open', (wrong) => key.open('test', wrong)],
  ['decapsulate', (wrong) => key.decapsulate('test', wrong)],
  ['createKeyPair', (wrong) => createKeyPair(wrong)],
  ['publicKeyFromBytes', (wrong) => publicKeyFromBytes(wrong)],
  ['readDeviceStatement', (wrong) => readDeviceStatement(wrong)],
  ['a slot', (wrong) => memorySlot().write(wrong, 'create')],
  ['an import of an identity', (wrong) => createKeyStore(memorySlot()).import(wrong, 'secret')],
  ['an import of petnames', async (wrong) => (await createPetnames(memorySlot())).import(wrong)],
]

const WRONG = [
  ['text', 'hello'],
  ['a list', [104, 105]],
  ['other numbers', Uint16Array.of(104, 105)],
  ['a buffer', new ArrayBuffer(2)],
  ['an object that says it is bytes', { length: 0, [Symbol.toStringTag]: 'Uint8Array' }],
]

it.each(DOORS)('%s takes bytes and nothing else, and says how to encode text', async (_, door) => {
  for (const [name, wrong] of WRONG) {
    await expect(async () => door(wrong as unknown as Wrong), name as string).rejects.toMatchObject({
      name: 'TypeError',
      message: expect.stringContaining('encode text with new TextEncoder().encode()') as string,
    })
  }
})

it.each([
  ['sign', (wrong: Wrong) => key.sign(wrong, utf8('hello'))],
  ['verify', (wrong: Wrong) => verify(key.publicKey, wrong, utf8('hello'), signature)],
  ['seal', (wrong: Wrong) => seal(key.publicKey, wrong, utf8('hello'))],
  ['open', (wrong: Wrong) => key.open(wrong, new Uint8Array(64))],
  ['encapsulate', (wrong: Wrong) => encapsulate(key.publicKey, wrong)],
  ['decapsulate', (wrong: Wrong) => key.decapsulate(wrong, new Uint8Array(32))],
  ['a label', async (wrong: Wrong) => (await createIdentity()).peerKey(wrong)],
  ['a petname', async (wrong: Wrong) => (await createPetnames(memorySlot())).set(key.publicKey, wrong)],
  ['a passphrase', async (wrong: Wrong) => createKeyStore(memorySlot()).save(await createIdentity(), wrong)],
])('%s takes text and nothing else', async (_, door) => {
  for (const wrong of [undefined, 7, utf8('test')]) {
    await expect(door(wrong as unknown as Wrong)).rejects.toMatchObject({
      name: 'TypeError',
      message: expect.stringContaining('must be a string') as string,
    })
  }
})
