import { type PublicKey, publicKeyToBytes } from '@hydra/identity'
import { decodeRecord, encodeRecord, idAt, type RecordId } from '@hydra/records'
import { hexToBytes } from '@noble/hashes/utils.js'
import { InvalidBlockError } from './errors.ts'
import { whyNoName } from './name.ts'
import { type Payload, whyNoPayload } from './payload.ts'

export const MAX_BLOCK_BYTES = 1024
/** A block joins the branches that its maker knew, as many at a time; more would only make blocks dear to follow. */
export const MAX_PARENTS = 4
/** Of one block. So the work of eight thousand such blocks adds up exactly, in whatever order it is added. */
export const MAX_WORK = 2 ** 40
/** What the key signs for, as `@hydra/identity` has it. */
export const PURPOSE = 'hydra name block'

/** What a block says before anyone signed it or worked for it. */
export interface Draft {
  readonly version: number
  readonly key: Uint8Array
  readonly name: string
  /** The newest blocks that its maker knew. */
  readonly parents: readonly RecordId[]
  readonly payload: Payload
  /** What it was worked for, and counts: in tries of the puzzle. */
  readonly work: number
}

export interface Block extends Draft {
  readonly signature: Uint8Array
  readonly proof: Uint8Array
  /** The bytes that the key signed: all before the signature. */
  readonly signed: Uint8Array
  /** The bytes that were worked for: all before the proof, the signature with them. */
  readonly worked: Uint8Array
}

export function draftOf(key: PublicKey, draft: Omit<Draft, 'key'>): Draft {
  return { ...draft, key: publicKeyToBytes(key), parents: [...new Set(draft.parents)].sort() }
}

/** Writes a block. `signed` and `worked` of what is read from it are its beginnings, whatever comes after them. */
export function encodeBlock(draft: Draft, signature: Uint8Array, proof: Uint8Array): Uint8Array {
  const { version, key, name, parents, payload, work } = draft
  return encodeRecord([version, key, name, work, parents.map((id) => hexToBytes(id)), payload, signature, proof])
}

const FIELDS = 8
const SIGNATURE_BYTES = 64

/** Reads a block: the only door for its bytes. Throws `InvalidBlockError`. Signature and work are judged elsewhere. */
export function decodeBlock(bytes: Uint8Array): Block {
  if (bytes.length > MAX_BLOCK_BYTES) throw new InvalidBlockError(`it has more than ${MAX_BLOCK_BYTES} bytes`)
  const [version, key, name, work, parents, payload, signature, proof] = decodeList(bytes)
  if (!isWhole(version, 0, 255)) throw new InvalidBlockError('its version is no small number')
  if (!isWhole(work, 1, MAX_WORK)) throw new InvalidBlockError('its work is no number within bounds')
  const reason = typeof name === 'string' ? whyNoName(name) : 'it is no text'
  if (reason !== undefined) throw new InvalidBlockError(`its name is refused: ${reason}`)
  const why = whyNoPayload(payload)
  if (why !== undefined) throw new InvalidBlockError(why)
  const proofBytes = bytesOf(proof, 'proof')
  const worked = bytes.subarray(0, bytes.length - itemBytes(proofBytes.length))
  return {
    version,
    key: bytesOf(key, 'key', 32),
    name: name as string,
    parents: parentsOf(parents),
    payload: payload as Payload,
    work,
    signature: bytesOf(signature, 'signature', SIGNATURE_BYTES),
    proof: proofBytes,
    signed: worked.subarray(0, worked.length - itemBytes(SIGNATURE_BYTES)),
    worked,
  }
}

/** What a byte string takes in CBOR, with its head. */
function itemBytes(length: number): number {
  return length + (length < 24 ? 1 : length < 256 ? 2 : 3)
}

function decodeList(bytes: Uint8Array): unknown[] {
  let value: unknown
  try {
    value = decodeRecord(bytes)
  } catch (cause) {
    throw new InvalidBlockError('it is no deterministic CBOR', { cause })
  }
  if (Array.isArray(value) && value.length === FIELDS) return value
  throw new InvalidBlockError(`it is no list of ${FIELDS} fields`)
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}

function bytesOf(value: unknown, what: string, length?: number): Uint8Array {
  if (value instanceof Uint8Array && (length === undefined || value.length === length)) return value
  throw new InvalidBlockError(`its ${what} is not what it should be`)
}

function parentsOf(value: unknown): RecordId[] {
  if (!Array.isArray(value)) throw new InvalidBlockError('its parents are no list')
  if (value.length > MAX_PARENTS) throw new InvalidBlockError(`it has more than ${MAX_PARENTS} parents`)
  const parents = value.map((parent) => idAt(bytesOf(parent, 'parent', 32)))
  // One set of parents, one encoding.
  if (parents.some((parent, i) => i > 0 && parent <= (parents[i - 1] as string))) {
    throw new InvalidBlockError('its parents are repeated or out of order')
  }
  return parents
}
