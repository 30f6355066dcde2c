// Makes the blocks of src/vectors.json anew: one of each version. The ledger's takes a minute or two of all cores.
//
//   node packages/hns/scripts/make-vectors.ts > packages/hns/src/vectors.json
import { createKeyPair } from '@hydra/identity'
import type { RecordId } from '@hydra/records'
import { bytesToHex } from '@noble/hashes/utils.js'
import { decodeBlock } from '../src/block.ts'
import { makeBlock } from '../src/make-block.ts'
import { ledgerRules, type Rules } from '../src/rules.ts'
import { practiceRules } from '../src/practice-rules.ts'

const secret = new Uint8Array(32).fill(1)
const key = await createKeyPair(secret)
const parents = ['0a', 'f0'].map((byte) => byte.repeat(32) as RecordId)
const payload = {
  title: 'Pictures',
  description: 'What I saw.',
  tags: ['picture'],
  types: ['image/jpeg'],
  links: ['hydra://friend'],
}

async function vector(what: string, rules: Rules): Promise<unknown> {
  const bytes = await makeBlock({ name: 'my-pictures', parents, payload }, key, rules)
  const { name, work, signed, worked, ...block } = decodeBlock(bytes)
  const says = { name, key: bytesToHex(block.key), work, signedBytes: signed.length, workedBytes: worked.length }
  return {
    what,
    rules: rules.kind === 'names' ? 'ledger' : 'practice',
    secret: bytesToHex(secret),
    says,
    bytes: bytesToHex(bytes),
  }
}

const blocks = [
  await vector('version 0, double SHA-256', practiceRules({ work: 1000 })),
  await vector('version 1, Equihash(108, 5)', ledgerRules()),
]
process.stdout.write(`${JSON.stringify({ blocks }, undefined, 2)}\n`)
