import { expect, it } from 'vitest'
import * as node from './index.ts'

it('exports what is documented, and nothing else', () => {
  expect(Object.keys(node).sort()).toEqual(['SlotError', 'fileSlot'])
})
