import { array, assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { createAgenda } from './agenda.ts'

test('yields what was added, sorted by time and then by arrival', () => {
  assert(
    property(array(integer({ min: 0, max: 20 })), (times) => {
      const agenda = createAgenda<number>()
      for (const [index, at] of times.entries()) agenda.add(at, index)
      const taken = times.map(() => agenda.take()!)
      const sorted = [...times.keys()].sort((a, b) => times[a]! - times[b]! || a - b)
      expect(taken).toEqual(sorted)
      expect(agenda.take()).toBeUndefined()
    }),
  )
})
