import type { KeyPair } from '@hydra/identity'
import { decodeBlock, draftOf, encodeBlock, MAX_BLOCK_BYTES, MAX_WORK, PURPOSE, type Draft } from './block.ts'
import { BlockTooLargeError } from './errors.ts'
import { lettersOf } from './name.ts'
import type { SolveOptions } from './puzzle.ts'
import type { Rules } from './rules.ts'

/** The longest proof of any version, to reckon with before there is one. */
const MAX_PROOF_BYTES = 84
const NOTHING = new Uint8Array(64)

export interface MakeOptions extends SolveOptions {
  /** What to work for, where it is more than the floor. */
  work?: number | undefined
}

/** Signs a block and works for it. */
export async function makeBlock(
  what: Pick<Draft, 'name' | 'parents' | 'payload'>,
  key: KeyPair,
  rules: Rules,
  options: MakeOptions = {},
): Promise<Uint8Array> {
  const draft = draftOf(key.publicKey, { ...what, version: rules.version, work: workFor(what, key, rules, options) })
  const { signed } = decodeBlock(encodeBlock(draft, NOTHING, NOTHING))
  const signature = await key.sign(PURPOSE, signed)
  const { worked } = decodeBlock(encodeBlock(draft, signature, NOTHING))
  const proof = await rules.puzzle.solve(worked, draft.work, options)
  return encodeBlock(draft, signature, proof)
}

/** The work that a block will take: the floor's for its size at most, or what was asked for. */
export function workFor(
  what: Pick<Draft, 'name' | 'parents' | 'payload'>,
  { publicKey }: Pick<KeyPair, 'publicKey'>,
  { version, floor }: Rules,
  { work = 0 }: MakeOptions = {},
): number {
  if (!Number.isInteger(work) || work > MAX_WORK) throw new RangeError(`Work is a whole number up to ${MAX_WORK}.`)
  const largest = draftOf(publicKey, { ...what, version, work: MAX_WORK })
  const bytes = encodeBlock(largest, NOTHING, new Uint8Array(MAX_PROOF_BYTES)).length
  if (bytes > MAX_BLOCK_BYTES) throw new BlockTooLargeError(bytes, MAX_BLOCK_BYTES)
  return Math.max(work, floor(bytes, lettersOf(what.name)))
}
