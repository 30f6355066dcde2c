import { describe, expect, it } from 'vitest'
import { measureSpread } from './measure-spread.ts'
import { countQuantile } from './spread-figures.ts'

const small = { peers: 60, degree: 4, messages: 10, seed: 3 }

describe('a measured broadcast', () => {
  it('reaches everyone with hardly more than one copy, as the spread ships', async () => {
    const { delivered, copies, sends, bytes, hops } = await measureSpread(small)
    expect(delivered).toBe(1)
    expect(copies).toBeLessThan(1.1)
    expect(sends).toBeGreaterThan(copies)
    expect(bytes).toBeGreaterThan(1_024)
    expect(hops.p50).toBeGreaterThan(1)
  })

  it('gives the same figures from the same seed, and others from another', async () => {
    const once = await measureSpread(small)
    expect(await measureSpread(small)).toEqual(once)
    expect(await measureSpread({ ...small, seed: 4 })).not.toEqual(once)
  })

  it('brings more copies, sooner, the fewer links are lazy', async () => {
    const [tree, half, flood] = [
      await measureSpread(small),
      await measureSpread({ ...small, lazy: 0.5 }),
      await measureSpread({ ...small, lazy: 0 }),
    ]
    expect(half.copies).toBeGreaterThan(tree.copies * 1.5)
    expect(flood.copies).toBeGreaterThan(half.copies * 1.3)
    expect(flood.coverageMs.p50).toBeLessThan(tree.coverageMs.p50)
  })

  it('sends fewer frames the more ids share one', async () => {
    const [often, seldom] = [
      await measureSpread({ ...small, announceMs: 500 }),
      await measureSpread({ ...small, announceMs: 8_000 }),
    ]
    expect(often.sends).toBeGreaterThan(seldom.sends * 1.5)
  })

  it('takes longer with a stem in front, and tells less of who began it', async () => {
    const many = { ...small, messages: 60 }
    const [bare, hidden] = [await measureSpread(many), await measureSpread({ ...many, stem: 3 })]
    expect(hidden.delivered).toBe(1)
    expect(hidden.deliveryMs.p50).toBeGreaterThan(bare.deliveryMs.p50 + 60)
    expect(hidden.named).toBeLessThan(bare.named)
  })

  it('tells how far it is', async () => {
    const told: string[] = []
    await measureSpread({ ...small, warmUp: 1, messages: 2, onProgress: (done, of) => told.push(`${done}/${of}`) })
    expect(told).toEqual(['1/3', '2/3', '3/3'])
  })

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(measureSpread({ ...small, signal })).rejects.toThrow('enough')
  })
})

it('has quantiles of links between whole ones', () => {
  expect(countQuantile([0, 0, 7, 3], 0.5)).toBeCloseTo(2.214, 3)
  expect(countQuantile([0, 1, 1, 1], 1)).toBe(3.5)
  expect(countQuantile([], 0.5)).toBeNaN()
})
