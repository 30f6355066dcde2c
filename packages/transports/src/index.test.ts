import { expect, it } from 'vitest'
import * as transports from './index.ts'

it('exports what the package promises, and nothing else', () => {
  expect(Object.keys(transports).sort()).toEqual([
    'browserTransports',
    'connectionKind',
    'memoryTransports',
    'nodeTransports',
    'receive',
    'send',
  ])
})
