import { describe, expect, it } from 'vitest'
import type { DiscoveryStore } from '../store.ts'

/** What every store of discovery must do. `open` is called again to see what survived a restart. */
export function testStore(name: string, create: () => Promise<{ open: () => DiscoveryStore }>): void {
  describe(`store: ${name}`, () => {
    it('has nothing to load at first', async () => {
      const { open } = await create()
      expect(await open().load()).toBeUndefined()
    })

    it('loads what was saved last, after it is opened again', async () => {
      const { open } = await create()
      await open().save(Uint8Array.of(1, 2, 3))
      await open().save(Uint8Array.of(4, 5))
      expect(await open().load()).toEqual(Uint8Array.of(4, 5))
    })

    it('is not changed by what happens to the bytes afterwards', async () => {
      const { open } = await create()
      const bytes = Uint8Array.of(1, 2, 3)
      const store = open()
      await store.save(bytes)
      bytes.fill(9)
      ;(await store.load())?.fill(8)
      expect(await store.load()).toEqual(Uint8Array.of(1, 2, 3))
    })

    it('holds one of both when two saves race, whole', async () => {
      const { open } = await create()
      const store = open()
      const [first, second] = [new Uint8Array(5000).fill(1), new Uint8Array(3000).fill(2)]
      await Promise.all([store.save(first), store.save(second)])
      expect([first, second]).toContainEqual(await store.load())
    })
  })
}
