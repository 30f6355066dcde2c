import { expect, it } from 'vitest'
import { doubleSha256 } from './double-sha256.ts'
import { testPuzzle } from './testing/puzzle-suite.ts'

testPuzzle(doubleSha256, 10_000)

it('is all that the package exports', async () => {
  expect(Object.keys(await import('./index.ts'))).toEqual(['doubleSha256'])
})
