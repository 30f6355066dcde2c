import { sha256 } from '@noble/hashes/sha2.js'
import { expect, it } from 'vitest'
import { testPuzzle } from '../testing/puzzle-suite.ts'
import { doubleSha256 } from './double-sha256.ts'
import { createSearch } from './search.ts'

testPuzzle(doubleSha256, 100_000)

it('finds with four lanes what one hash after the other finds', () => {
  const seed = sha256(new TextEncoder().encode('seed'))
  const search = createSearch(seed, 0x00ff_ffff)
  const message = new Uint8Array(40)
  message.set(seed)
  const view = new DataView(message.buffer)
  const found: bigint[] = []
  for (let nonce = 0n; nonce < 4096n; nonce++) {
    view.setBigUint64(32, nonce + (7n << 32n))
    if ((sha256(sha256(message))[0] as number) === 0) found.push(nonce + (7n << 32n))
  }
  const fours = new Set(found.map((nonce) => nonce & ~3n))
  let from = 7n << 32n
  for (const four of fours) {
    expect(search?.(from, 4096)).toBe(four)
    from = four + 4n
  }
  expect(fours.size).toBeGreaterThan(5)
})
