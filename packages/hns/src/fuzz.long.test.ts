import { mutations } from '@hydra/identity/testing'
import { hexToBytes } from '@noble/hashes/utils.js'
import { expect, it } from 'vitest'
import { decodeBlock, encodeBlock } from './block.ts'
import { ledgerRules } from './rules.ts'
import { createValidate } from './validate.ts'
import vectors from './vectors.json' with { type: 'json' }

const CASES = 1_000_000
const valid = hexToBytes(vectors.blocks[1]?.bytes ?? '')

it('a million damaged blocks read as the only block with these bytes, or are refused by name', () => {
  let read = 0
  for (const bytes of mutations(valid, 1000, CASES)) {
    try {
      const block = decodeBlock(bytes)
      expect(encodeBlock(block, block.signature, block.proof)).toEqual(bytes)
      read++
    } catch (error) {
      expect(error).toMatchObject({ name: 'InvalidBlockError' })
    }
  }
  console.log({ cases: CASES, readAsAnother: read })
  expect(read).toBeGreaterThan(0)
})

it('none of them is valid', async () => {
  const validate = createValidate(ledgerRules({ threads: 0 }))
  for (const bytes of mutations(valid, 1000, CASES)) expect(await validate(bytes)).toMatchObject({ valid: false })
  expect(await validate(valid)).toMatchObject({ valid: true })
})
