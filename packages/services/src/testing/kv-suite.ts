import { describe, expect, it } from 'vitest'
import type { Kv } from '../sandbox/kv.ts'

/** Proves a storage for guests. */
export function testKv(name: string, create: () => Promise<Kv>): void {
  describe(`storage of guests: ${name}`, () => {
    it('keeps text by keys, whatever they are called', async () => {
      const kv = await create()
      for (const key of ['', 'a', '__proto__', 'constructor', 'é/ü', 'a\u0000b', '🙂']) {
        expect(await kv.get(key)).toBeUndefined()
        await kv.set(key, `value of ${key}`)
        await kv.set(key, `value of ${key}!`)
        expect(await kv.get(key)).toBe(`value of ${key}!`)
      }
      await kv.delete('a')
      await kv.delete('a')
      expect(await kv.get('a')).toBeUndefined()
    })

    it('adds a key once, however many try', async () => {
      const kv = await create()
      const tries = await Promise.all(Array.from({ length: 20 }, (_, index) => kv.add('a', String(index))))
      expect(tries.filter(Boolean).length).toBe(1)
      expect(await kv.get('a')).toBe(String(tries.indexOf(true)))
    })

    it('lists by beginnings, in order, page by page', async () => {
      const kv = await create()
      for (const key of ['b/2', 'a', 'b/10', 'b/1', 'b', 'c', 'b%', 'b_']) await kv.set(key, key.toUpperCase())
      expect(await kv.list({ prefix: 'b/' })).toEqual([
        ['b/1', 'B/1'],
        ['b/10', 'B/10'],
        ['b/2', 'B/2'],
      ])
      expect((await kv.list({ prefix: 'b/', after: 'b/1', limit: 1 })).map(([key]) => key)).toEqual(['b/10'])
      expect((await kv.list({ prefix: 'b_' })).map(([key]) => key)).toEqual(['b_'])
      expect((await kv.list()).map(([key]) => key)).toEqual(['a', 'b', 'b%', 'b/1', 'b/10', 'b/2', 'b_', 'c'])
      expect(await kv.list({ limit: 0 })).toEqual([])
    })
  })
}
