import { describe, expect, it } from 'vitest'
import { inTurns } from './in-turns.ts'
import { needProgram, unlessSkipped } from './peers.ts'
import type { Measured, Question } from './question.ts'
import { createResult } from './result.ts'
import { linear, logarithmic } from './scale.ts'
import { median, percentile, ratioOf } from './statistics.ts'
import { element, escape, figure } from './svg.ts'
import { verdictOf } from './verdict.ts'

const mark = (value: number | undefined, better: 'less' | 'more' = 'less'): Measured =>
  better === 'less'
    ? { name: 'ratio', better, first: 0.5, goal: 0.1, value }
    : { name: 'ratio', better, first: 3, goal: 10, value }

describe('a verdict', () => {
  it.each([
    [0.1, 'goal'],
    [0.11, 'first'],
    [0.5, 'first'],
    [0.51, 'short'],
    [Number.NaN, 'short'],
    [undefined, 'short'],
  ])('of %d where less is better is %s', (value, verdict) => expect(verdictOf([mark(value)])).toBe(verdict))

  it.each([
    [10, 'goal'],
    [9.9, 'first'],
    [3, 'first'],
    [2.9, 'short'],
  ])('of %d where more is better is %s', (value, verdict) => expect(verdictOf([mark(value, 'more')])).toBe(verdict))

  it('is the least of all marks', () => {
    expect(verdictOf([mark(0.1), mark(3, 'more')])).toBe('first')
    expect(verdictOf([mark(0.1), mark(1, 'more')])).toBe('short')
    expect(verdictOf([mark(0.1), mark(10, 'more')])).toBe('goal')
  })

  it('asks for what only the goal wants only for the goal', () => {
    const wish = { name: 'workers', better: 'more', goal: 1.7 } as const
    expect(verdictOf([mark(0.1), { ...wish, value: undefined }])).toBe('first')
    expect(verdictOf([mark(0.1), { ...wish, value: 1.8 }])).toBe('goal')
  })

  it('is short where nothing was measured', () => expect(verdictOf([])).toBe('short'))
})

describe('statistics', () => {
  it('take the middle value, or the mean of the two in the middle', () => {
    expect(median([5, 1, 9])).toBe(5)
    expect(median([4, 1, 2, 9])).toBe(3)
    expect(median([7])).toBe(7)
    expect(median([])).toBeNaN()
  })

  it('sort numbers as numbers, and leave what they were given as it was', () => {
    const values = [10, 9, 100]
    expect(median(values)).toBe(10)
    expect(values).toEqual([10, 9, 100])
  })

  it('compare turn by turn, so that a machine that gets slower half-way changes nothing', () => {
    expect(ratioOf([10, 10, 10, 50, 50], [20, 20, 20, 100, 100])).toBe(0.5)
    expect(ratioOf([50, 10, 10], [100, 100, 20])).toBe(0.5)
    expect(() => ratioOf([1, 2], [1])).toThrow('2 runs')
  })

  it('find the value below which a part lies', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index)
    expect(percentile(hundred, 0.5)).toBe(50)
    expect(percentile(hundred, 0.99)).toBe(99)
    expect(percentile(hundred, 1)).toBe(99)
  })
})

describe('turns', () => {
  it('alternate, and leave the one that warms up out', async () => {
    const order: string[] = []
    const side = (name: string) => async (run: number) => {
      order.push(`${name}${run}`)
      return run
    }
    const results = await inTurns({ a: side('a'), b: side('b') }, { runs: 2, warmUp: true })
    expect(order).toEqual(['a-1', 'b-1', 'a0', 'b0', 'a1', 'b1'])
    expect(results).toEqual({ a: [0, 1], b: [0, 1] })
  })
})

describe('a peer that cannot be had', () => {
  it('is left out with the reason, and nothing else is', async () => {
    const { value, skipped } = await unlessSkipped('no such', async () => needProgram('hydra-no-such-program'))
    expect(value).toBeUndefined()
    expect(skipped).toEqual([{ peerName: 'no such', reason: expect.stringContaining('is not on this machine') }])
    await expect(unlessSkipped('broken', () => Promise.reject(new TypeError('a fault of ours')))).rejects.toThrow(
      'fault',
    )
  })
})

describe('a drawing', () => {
  it('lets no name break out of its text or attribute', () => {
    const hostile = `</text><script>alert("1")</script>&'`
    const drawn = element('text', { 'data-name': hostile }, escape(hostile))
    expect(drawn.match(/</g)).toHaveLength(2)
    expect(drawn).not.toContain('<script')
    expect(drawn.match(/"/g)).toHaveLength(2)
  })

  it('leaves out what XML forbids', () => expect(escape('a\u0000b\u001bc\td')).toBe('abc\td'))

  it('leaves out attributes that have no value, and closes what has no children', () => {
    expect(element('rect', { x: 1.23456, class: undefined })).toBe('<rect x="1.23"/>')
  })

  it.each([
    [0.23456, '0.235'],
    [1234.5, '1235'],
    [12_345, '12.3 k'],
    [12_345_678, '12.3 M'],
    [Number.NaN, '–'],
  ])('writes %d as %s', (value, written) => expect(figure(value)).toBe(written))
})

describe('an axis', () => {
  it('begins at nothing and ends at a round number above the most', () => {
    const { at, ticks } = linear([3, 47], 0, 100)
    expect(ticks).toEqual([0, 10, 20, 30, 40, 50])
    expect(at(0)).toBe(0)
    expect(at(50)).toBe(100)
  })

  it('can have powers of ten', () => {
    const { at, ticks } = logarithmic([20, 90_000], 0, 4)
    expect(ticks).toEqual([10, 100, 1_000, 10_000, 100_000])
    expect(at(1_000)).toBeCloseTo(2)
    expect(at(0)).toBe(0)
  })
})

describe('a result', () => {
  const question: Question = {
    id: 'X1',
    question: 'is it so?',
    metric: 'seconds',
    peerName: 'another',
    measurement: 'x',
    mark: { better: 'less', first: 0.5, goal: 0.1 },
    run: () => Promise.reject(new Error('not asked')),
  }
  const where = { machine: 'm', commit: 'c', load: 0, seed: 1, command: 'pnpm bench X1', seconds: 1 }

  it('is the middle of the ratios, judged', () => {
    const result = createResult(question, { ours: [1, 2, 30], peer: [10, 8, 11] }, where)
    expect(result).toMatchObject({ ours: 2, peer: 10, ratio: 0.25, verdict: 'first', first: 0.5, goal: 0.1 })
  })

  it('is short if one of its further marks is missed or was not measured', () => {
    const further = { name: 'delivered', better: 'more', first: 1, goal: 1 } as const
    const judge = (value: number | undefined) =>
      createResult(question, { ours: [1], peer: [100], marks: [{ ...further, value }] }, where).verdict
    expect([judge(1), judge(0.999), judge(undefined)]).toEqual(['goal', 'short', 'short'])
  })
})
