import { testKv } from '../testing/kv-suite.ts'
import { describe, expect, it } from 'vitest'
import { memoryKv } from './memory-kv.ts'
import { quotaKv } from './quota-kv.ts'

testKv('memory', async () => memoryKv())
testKv('under a quota', () => quotaKv(memoryKv(), 1_000_000))

describe('a quota', () => {
  it('refuses what is too much, counts what was deleted or overwritten, and knows what was there', async () => {
    const store = memoryKv()
    await store.set('old', 'x'.repeat(100))
    const kv = await quotaKv(store, 400)
    await expect(kv.set('a', 'x'.repeat(200))).rejects.toMatchObject({ name: 'QuotaError' })
    await kv.delete('old')
    await kv.set('a', 'x'.repeat(200))
    await kv.set('a', 'y'.repeat(300))
    await expect(kv.add('b', 'x'.repeat(50))).rejects.toMatchObject({ name: 'QuotaError' })
    expect(await kv.get('a')).toBe('y'.repeat(300))
  })

  it('holds where many write at once', async () => {
    const kv = await quotaKv(memoryKv(), 1_000)
    const tries = Array.from({ length: 100 }, (_, index) => kv.set(`key ${index}`, 'x'.repeat(30)))
    const done = (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled')
    expect(done.length).toBe(Math.floor(1_000 / (30 + 64 + 5.5)))
  })

  it.each([
    ['x'.repeat(513), 'a'],
    ['é'.repeat(257), 'a'],
    ['a', 'x'.repeat(65_537)],
  ])('takes no key and no value that is too long', async (key, value) => {
    const kv = await quotaKv(memoryKv(), 1_000_000)
    await expect(kv.set(key, value)).rejects.toMatchObject({ name: 'QuotaError' })
  })
})
