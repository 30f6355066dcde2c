import { describe, expect, it } from 'vitest'
import type { Slot } from '../slot.ts'

/** What every slot promises. `open` gives an empty slot, and a second time another view of the same one. */
export function testSlot(name: string, create: () => Promise<{ open: () => Slot }>): void {
  const first = Uint8Array.of(1, 2, 3)
  const second = Uint8Array.of(4)

  describe(`slot: ${name}`, () => {
    it('is empty before the first write', async () => {
      const { open } = await create()
      expect(await open().read()).toBeUndefined()
    })

    it('gives back what was written, and after that what replaced it', async () => {
      const { open } = await create()
      expect(await open().write(first, 'replace')).toBe(true)
      expect(await open().read()).toEqual(first)
      expect(await open().write(second, 'replace')).toBe(true)
      expect(await open().read()).toEqual(second)
    })

    it('creates once, and leaves what is there', async () => {
      const { open } = await create()
      expect(await open().write(first, 'create')).toBe(true)
      expect(await open().write(second, 'create')).toBe(false)
      expect(await open().read()).toEqual(first)
    })

    it('lets one of two creators win, and both know who', async () => {
      const { open } = await create()
      const results = await Promise.all([open().write(first, 'create'), open().write(second, 'create')])
      expect(results.filter(Boolean)).toHaveLength(1)
      expect(await open().read()).toEqual(results[0] ? first : second)
    })

    it('keeps its own copy of the bytes', async () => {
      const { open } = await create()
      const slot = open()
      const bytes = Uint8Array.from(first)
      await slot.write(bytes, 'replace')
      bytes[0] = 99
      ;(await slot.read())?.fill(77)
      expect(await slot.read()).toEqual(first)
    })

    it('holds four megabytes, and refuses more before anything is written', async () => {
      const { open } = await create()
      const large = new Uint8Array(4 * 1_024 * 1_024).fill(7)
      await open().write(large, 'replace')
      const more = new Uint8Array(large.length + 1)
      await expect(open().write(more, 'replace')).rejects.toMatchObject({ name: 'SlotError' })
      const stored = await open().read()
      expect(stored).toHaveLength(large.length)
      expect(stored?.every((byte) => byte === 7)).toBe(true)
    })
  })
}
