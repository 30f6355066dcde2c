import { createVerify, publicKeyFromBytes } from '@hydra/identity'
import type { Judgement, RecordSetOptions, Validate } from '@hydra/records'
import { type Block, decodeBlock, PURPOSE } from './block.ts'
import { InvalidBlockError } from './errors.ts'
import { lettersOf } from './name.ts'
import type { Rules } from './rules.ts'
import { sha256 } from './sha256.ts'

/** The options of a record set that keeps blocks of these rules. */
export function recordsOf(rules: Rules): Pick<RecordSetOptions, 'kind' | 'validate'> {
  return { kind: rules.kind, validate: createValidate(rules) }
}

/** Judges blocks for a record set: each alone, from its bytes, and alike by every peer. */
export function createValidate(rules: Rules): Validate {
  const verify = createVerify()
  return async (bytes): Promise<Judgement> => {
    const block = readBlock(bytes)
    if (block instanceof InvalidBlockError) return { valid: false, reason: block.message }
    const reason = await whyInvalid(block, bytes.length, rules, verify)
    return reason === undefined ? { valid: true, order: orderOf(block.name) } : { valid: false, reason }
  }
}

type Verify = ReturnType<typeof createVerify>

function readBlock(bytes: Uint8Array): Block | InvalidBlockError {
  try {
    return decodeBlock(bytes)
  } catch (error) {
    if (error instanceof InvalidBlockError) return error
    throw error
  }
}

/** Why a block that could be read is not valid, or undefined. */
async function whyInvalid(block: Block, bytes: number, rules: Rules, verify: Verify): Promise<string | undefined> {
  const { version, name, key, work, signature, proof, signed, worked } = block
  if (version !== rules.version) return `its version is ${version}, and this ledger's ${rules.version}`
  if (work < rules.floor(bytes, lettersOf(name))) return 'its work is below the floor'
  // The cheap check first: whoever sends rubbish must have worked for it before a signature is verified.
  if ((await rules.puzzle.check(worked, proof)) < work) return 'its proof of work does not hold'
  return (await verify(publicKeyFromBytes(key), PURPOSE, signed, signature))
    ? undefined
    : 'its signature is not of its key'
}

/** Where a block stands among its kind: those of one name together, names spread evenly, so that a part can be carried. */
function orderOf(name: string): Uint8Array {
  return sha256(new TextEncoder().encode(name)).subarray(0, 8)
}
