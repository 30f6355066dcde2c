import { describe, expect, it } from 'vitest'
import { utf8 } from './bytes.ts'
import { createKeyPair } from './key-pair.ts'
import { publicKeyFromBytes } from './public-key.ts'
import { createEncapsulate, encapsulate, seal } from './sealing.ts'
import { createVerify, verify } from './signature.ts'

const MESSAGE = utf8('hello')
const SECRET = new Uint8Array(32).fill(7)

/** As in a page without a secure context: random bytes, and nothing else. */
async function withoutWebCrypto<T>(work: () => Promise<T>): Promise<T> {
  const { crypto } = globalThis
  const value = { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes) }
  Object.defineProperty(globalThis, 'crypto', { value, configurable: true })
  try {
    return await work()
  } finally {
    Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true })
  }
}

describe('a signature', () => {
  it('is valid for its key, purpose and message, and for no other', async () => {
    const [key, other] = [await createKeyPair(), await createKeyPair()]
    const signature = await key.sign('greeting', MESSAGE)
    expect(await verify(key.publicKey, 'greeting', MESSAGE, signature)).toBe(true)
    expect(await verify(other.publicKey, 'greeting', MESSAGE, signature)).toBe(false)
    expect(await verify(key.publicKey, 'farewell', MESSAGE, signature)).toBe(false)
    expect(await verify(key.publicKey, 'greeting', utf8('hell'), signature)).toBe(false)
  })

  it('has the same verdict from a verify that remembers keys, and that has forgotten them', async () => {
    const keys = [await createKeyPair(), await createKeyPair(), await createKeyPair()]
    const signatures = await Promise.all(keys.map((key) => key.sign('greeting', MESSAGE)))
    const remembering = createVerify({ maxKeys: 2 })
    for (let round = 0; round < 3; round++) {
      for (const [i, { publicKey }] of keys.entries()) {
        for (const [j, signature] of signatures.entries()) {
          expect(await remembering(publicKey, 'greeting', MESSAGE, signature)).toBe(i === j)
        }
      }
    }
    const small = publicKeyFromBytes(Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0)))
    expect(await remembering(small, 'greeting', MESSAGE, new Uint8Array(64))).toBe(false)
    await expect(remembering(small, 'greeting', MESSAGE, 'text' as never)).rejects.toThrow(TypeError)
  })

  it('does not pass when a part of the message moves into the purpose', async () => {
    const key = await createKeyPair()
    const signature = await key.sign('chat', utf8('room: hi'))
    expect(await verify(key.publicKey, 'chatroom', utf8(': hi'), signature)).toBe(false)
  })

  it('needs a purpose of sensible length', async () => {
    const key = await createKeyPair()
    await expect(key.sign('', MESSAGE)).rejects.toThrow(/purpose/)
    await expect(key.sign('x'.repeat(256), MESSAGE)).rejects.toThrow(/purpose/)
    expect(await key.sign('x'.repeat(255), MESSAGE)).toHaveLength(64)
  })
})

describe('sealed bytes', () => {
  it.each([0, 1, 1_000, 100_000])('of %i bytes open for their key and purpose', async (length) => {
    const key = await createKeyPair()
    const plaintext = new Uint8Array(length).fill(3)
    const sealed = await seal(key.publicKey, 'letter', plaintext)
    expect(sealed).toHaveLength(length + 48)
    expect(await key.open('letter', sealed)).toEqual(plaintext)
  })

  it('open for no other key or purpose, nor damaged', async () => {
    const [key, other] = [await createKeyPair(), await createKeyPair()]
    const sealed = await seal(key.publicKey, 'letter', MESSAGE)
    await expect(other.open('letter', sealed)).rejects.toMatchObject({ name: 'SealError' })
    await expect(key.open('card', sealed)).rejects.toMatchObject({ name: 'SealError' })
    for (let at = 0; at < sealed.length; at++) {
      const damaged = Uint8Array.from(sealed)
      damaged[at] = (damaged[at] as number) ^ 1
      await expect(key.open('letter', damaged), `byte ${at}`).rejects.toMatchObject({ name: 'SealError' })
      await expect(key.open('letter', sealed.subarray(0, at)), `${at} bytes`).rejects.toMatchObject({
        name: 'SealError',
      })
    }
  })

  it('differ each time', async () => {
    const key = await createKeyPair()
    const first = await seal(key.publicKey, 'letter', MESSAGE)
    expect(first).not.toEqual(await seal(key.publicKey, 'letter', MESSAGE))
  })

  it('are not made for a key of small order', async () => {
    const weak = publicKeyFromBytes(Uint8Array.of(1, ...new Uint8Array(31)))
    await expect(seal(weak, 'letter', MESSAGE)).rejects.toMatchObject({ name: 'InvalidKeyError' })
    await expect(encapsulate(weak, 'letter')).rejects.toMatchObject({ name: 'InvalidKeyError' })
  })
})

describe('an encapsulated secret', () => {
  it('is shared with its key for its purpose, and is another for the rest', async () => {
    const [key, other] = [await createKeyPair(), await createKeyPair()]
    const { encapsulated, secret } = await encapsulate(key.publicKey, 'session')
    expect(secret).toHaveLength(32)
    expect(await key.decapsulate('session', encapsulated)).toEqual(secret)
    expect(await key.decapsulate('other', encapsulated)).not.toEqual(secret)
    expect(await other.decapsulate('session', encapsulated)).not.toEqual(secret)
    await expect(key.decapsulate('session', encapsulated.subarray(1))).rejects.toMatchObject({ name: 'SealError' })
    await expect(key.decapsulate('session', new Uint8Array(32))).rejects.toMatchObject({ name: 'SealError' })
  })

  it('comes to its key from an encapsulate that remembers keys, too, and is fresh each time', async () => {
    const keys = [await createKeyPair(), await createKeyPair(), await createKeyPair()]
    const remembering = createEncapsulate({ maxKeys: 2 })
    const secrets = new Set<string>()
    for (const key of [...keys, ...keys, ...keys.toReversed()]) {
      const { encapsulated, secret } = await remembering(key.publicKey, 'session')
      expect(await key.decapsulate('session', encapsulated)).toEqual(secret)
      secrets.add(secret.join())
    }
    expect(secrets.size).toBe(9)
  })
})

describe('a key pair', () => {
  it('is the same for the same secret, and another for another', async () => {
    const [first, again, fresh] = [await createKeyPair(SECRET), await createKeyPair(SECRET), await createKeyPair()]
    expect(again.publicKey).toBe(first.publicKey)
    expect(fresh.publicKey).not.toBe(first.publicKey)
    await expect(createKeyPair(SECRET.subarray(1))).rejects.toThrow(/32 bytes/)
  })

  it('shows no secret to whoever prints it', async () => {
    const key = await createKeyPair(SECRET)
    expect(JSON.stringify(key)).toBe(JSON.stringify({ publicKey: key.publicKey }))
  })

  it('works alike without WebCrypto, and together with a peer that has it', async () => {
    const native = await createKeyPair(SECRET)
    const fallback = await withoutWebCrypto(() => createKeyPair(SECRET))
    expect(fallback.publicKey).toBe(native.publicKey)
    const signature = await withoutWebCrypto(() => fallback.sign('greeting', MESSAGE))
    expect(await verify(native.publicKey, 'greeting', MESSAGE, signature)).toBe(true)
    const sealed = await withoutWebCrypto(() => seal(native.publicKey, 'letter', MESSAGE))
    expect(await native.open('letter', sealed)).toEqual(MESSAGE)
    const back = await seal(native.publicKey, 'letter', MESSAGE)
    expect(await withoutWebCrypto(() => fallback.open('letter', back))).toEqual(MESSAGE)
  })
})
