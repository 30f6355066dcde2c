import { expect, it } from 'vitest'
import * as contract from './index.ts'

it('exports what it promises, and nothing else', () => {
  expect(Object.keys(contract).toSorted()).toEqual([
    'BrokenStreamError',
    'ClosedError',
    'NoAnswerError',
    'WeaklyHiddenError',
    'createMemoryNetwork',
    'createRouter',
    'lazyTree',
  ])
})
