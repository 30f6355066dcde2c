import { describe, expect, it } from 'vitest'
import { createIdentity } from '../identity.ts'
import { createKeyStore } from '../key-store.ts'
import type { Slot } from '../slot.ts'
import { memorySlot } from '../slot.ts'

/** The lowest cost: the suite asks for correctness, not for strength. */
const CHEAP = { cost: 14 }

/** What the key store promises on any slot. `create` gives an empty one. */
export function testKeyStore(name: string, create: () => Promise<Slot>): void {
  describe(`key store: ${name}`, () => {
    it('gives back the identity that was saved', async () => {
      const keys = createKeyStore(await create(), CHEAP)
      const identity = await createIdentity()
      expect(await keys.load('secret')).toBeUndefined()
      await keys.save(identity, 'secret')
      expect(await (await keys.load('secret'))?.words()).toBe(await identity.words())
    })

    it('refuses a wrong passphrase', async () => {
      const keys = createKeyStore(await create(), CHEAP)
      await keys.save(await createIdentity(), 'secret')
      await expect(keys.load('Secret')).rejects.toMatchObject({ name: 'WrongPassphraseError' })
    })

    it('does not put one identity in the place of another unless told to', async () => {
      const keys = createKeyStore(await create(), CHEAP)
      const [first, second] = [await createIdentity(), await createIdentity()]
      await keys.save(first, 'secret')
      await expect(keys.save(second, 'secret')).rejects.toMatchObject({ name: 'IdentityExistsError' })
      expect(await (await keys.load('secret'))?.words()).toBe(await first.words())
      await keys.save(second, 'secret', { replace: true })
      expect(await (await keys.load('secret'))?.words()).toBe(await second.words())
    })

    it('changes the passphrase, and only with the right old one', async () => {
      const keys = createKeyStore(await create(), CHEAP)
      const identity = await createIdentity()
      await keys.save(identity, 'old')
      await expect(keys.changePassphrase('wrong', 'new')).rejects.toMatchObject({ name: 'WrongPassphraseError' })
      await keys.changePassphrase('old', 'new')
      await expect(keys.load('old')).rejects.toMatchObject({ name: 'WrongPassphraseError' })
      expect(await (await keys.load('new'))?.words()).toBe(await identity.words())
    })

    it('moves to another store and back', async () => {
      const keys = createKeyStore(await create(), CHEAP)
      const elsewhere = createKeyStore(memorySlot(), CHEAP)
      const identity = await createIdentity()
      await keys.save(identity, 'secret')
      await elsewhere.import((await keys.export()) ?? new Uint8Array(0), 'secret')
      const back = createKeyStore(await create(), CHEAP)
      await back.import((await elsewhere.export()) ?? new Uint8Array(0), 'secret')
      expect(await (await back.load('secret'))?.words()).toBe(await identity.words())
    })

    it('writes nothing when an import is refused', async () => {
      const slot = await create()
      const keys = createKeyStore(slot, CHEAP)
      const source = createKeyStore(memorySlot(), CHEAP)
      await source.save(await createIdentity(), 'secret')
      const bytes = (await source.export()) ?? new Uint8Array(0)
      await expect(keys.import(bytes, 'wrong')).rejects.toMatchObject({ name: 'WrongPassphraseError' })
      await expect(keys.import(bytes.subarray(1), 'secret')).rejects.toMatchObject({ name: 'InvalidBytesError' })
      expect(await slot.read()).toBeUndefined()
    })

    it('stops when its signal aborts, and writes nothing', async () => {
      const slot = await create()
      const keys = createKeyStore(slot, CHEAP)
      const abort = new AbortController()
      const saving = keys.save(await createIdentity(), 'secret', { signal: abort.signal })
      abort.abort()
      await expect(saving).rejects.toMatchObject({ name: 'AbortError' })
      expect(await slot.read()).toBeUndefined()
    })
  })
}
