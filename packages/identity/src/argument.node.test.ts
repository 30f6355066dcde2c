import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { utf8 } from './bytes.ts'
import { createKeyPair } from './key-pair.ts'
import { seal } from './sealing.ts'
import { verify } from './signature.ts'
import { readCard, signCard } from './statements/contact-card.ts'

/** The same bytes as another realm makes them, such as a frame or a test environment. */
function foreign(bytes: Uint8Array): Uint8Array {
  return runInNewContext('Uint8Array.from(bytes)', { bytes: [...bytes] }) as Uint8Array
}

it('bytes of another realm, and those of a Buffer, are bytes', async () => {
  const key = await createKeyPair()
  const hello = utf8('hello')
  expect(foreign(hello)).not.toBeInstanceOf(Uint8Array)
  for (const form of [foreign, (bytes: Uint8Array) => Buffer.from(bytes)]) {
    const signature = await key.sign('test', form(hello))
    expect(await verify(key.publicKey, 'test', form(hello), form(signature))).toBe(true)
    expect(await key.open('test', form(await seal(key.publicKey, 'test', form(hello))))).toEqual(hello)
    const card = await signCard(key, { nickname: 'Alice', service: key.publicKey })
    expect((await readCard(form(card))).nickname).toBe('Alice')
  }
})
