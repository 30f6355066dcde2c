import { expect, it } from 'vitest'
import { distanceToFront, paretoFront } from './pareto.ts'

const place = (point: readonly [number, number]) => point

it('keeps what nothing beats in both ways', () => {
  const points = [
    [1, 9],
    [2, 5],
    [2, 7],
    [3, 5],
    [4, 1],
    [9, 9],
  ] as const
  expect(paretoFront(points, place)).toEqual([
    [1, 9],
    [2, 5],
    [4, 1],
  ])
  expect(paretoFront([], place)).toEqual([])
})

it('says how far off the front a point is', () => {
  const points = [
    [10, 10],
    [8, 5],
    [1, 20],
  ] as const
  expect(distanceToFront(points[0], points, place)).toBeCloseTo(0.2)
  expect(distanceToFront(points[1], points, place)).toBe(0)
  expect(distanceToFront(points[2], points, place)).toBe(0)
})
