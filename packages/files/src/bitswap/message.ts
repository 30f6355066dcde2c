import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'
import type { Block } from '../block-source.ts'
import { MAX_BLOCK_BYTES } from '../codecs.ts'
import { canCheck, sha256 } from '../digest.ts'
import { concat } from '../joined.ts'
import { decodeVarint, encodeVarint } from '../varint.ts'

// Bitswap 1.2.0: https://specs.ipfs.tech/bitswap-protocol/. Six kinds of fields, so written by hand.

/** As other implementations: a block of the largest size, and as much again. */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024
const MAX_WANTS = 1_024

export interface BitswapWant {
  readonly cid: CID
  readonly cancel: boolean
  /** Only whether it is there. */
  readonly onlyHave: boolean
  /** Whether a missing one is to be said so. */
  readonly sayMissing: boolean
}

export interface BitswapMessage {
  readonly wants: readonly BitswapWant[]
  readonly blocks: readonly Block[]
  readonly presences: readonly { readonly cid: CID; readonly has: boolean }[]
}

export class BitswapError extends Error {
  override readonly name = 'BitswapError'
  constructor(reason: string, options?: ErrorOptions) {
    super(`The peer sent what is no bitswap message: ${reason}. The stream is closed.`, options)
  }
}

const SHA2_256 = 0x12

export function encodeMessage({ wants = [], blocks = [], presences = [] }: Partial<BitswapMessage>): Uint8Array {
  const entries = wants.map(({ cid, cancel, onlyHave, sayMissing }) =>
    field(
      1,
      concat([field(1, cid.bytes), number(2, 1), number(3, cancel), number(4, onlyHave), number(5, sayMissing)]),
    ),
  )
  return concat([
    ...(entries.length > 0 ? [field(1, concat(entries))] : []),
    ...blocks.map(({ cid, bytes }) => field(3, concat([field(1, prefixOf(cid)), field(2, bytes.subarray())]))),
    ...presences.map(({ cid, has }) => field(4, concat([field(1, cid.bytes), number(2, !has)]))),
  ])
}

export async function decodeMessage(bytes: Uint8Array): Promise<BitswapMessage> {
  try {
    const wants: BitswapWant[] = []
    const blocks: Block[] = []
    const presences: { cid: CID; has: boolean }[] = []
    for (const { id, value } of fields(bytes)) {
      if (id === 1) wants.push(...wantsOf(part(value)))
      else if (id === 3) blocks.push(...(await blockOf(part(value))))
      else if (id === 4) presences.push(...presenceOf(part(value)))
      if (wants.length > MAX_WANTS) throw new BitswapError(`it wants more than ${MAX_WANTS} blocks`)
    }
    return { wants, blocks, presences }
  } catch (cause) {
    if (cause instanceof BitswapError) throw cause
    throw new BitswapError('a field is none', { cause })
  }
}

function wantsOf(bytes: Uint8Array): BitswapWant[] {
  return fields(bytes).flatMap(({ id, value }) => {
    if (id !== 1) return []
    const entry = new Map(fields(part(value)).map((each) => [each.id, each.value]))
    const cid = CID.decode(part(entry.get(1)))
    const is = (which: number) => entry.get(which) === 1
    return canCheck(cid) ? [{ cid, cancel: is(3), onlyHave: is(4), sayMissing: is(5) }] : []
  })
}

/** Its CID is not on the wire, only how to make it of the bytes. */
async function blockOf(bytes: Uint8Array): Promise<Block[]> {
  const entry = new Map(fields(bytes).map((each) => [each.id, each.value]))
  const [prefix, data] = [part(entry.get(1)), part(entry.get(2))]
  if (data.length > MAX_BLOCK_BYTES) throw new BitswapError('a block is too long')
  const numbers: number[] = []
  for (let at = 0; at < prefix.length; ) {
    const next = decodeVarint(prefix, at)
    if (!next) throw new BitswapError('a prefix is cut off')
    numbers.push(next.value)
    at = next.after
  }
  const [version, codec = 0, hash, length] = numbers
  // Others are asked for by nobody here.
  if (hash !== SHA2_256 || length !== 32 || (version !== 0 && version !== 1)) return []
  return [{ cid: CID.create(version, codec, Digest.create(SHA2_256, await sha256(data))), bytes: data }]
}

function presenceOf(bytes: Uint8Array): { cid: CID; has: boolean }[] {
  const entry = new Map(fields(bytes).map((each) => [each.id, each.value]))
  const cid = CID.decode(part(entry.get(1)))
  return [{ cid, has: (entry.get(2) ?? 0) === 0 }]
}

function prefixOf({ version, code, multihash }: CID): Uint8Array {
  return concat([version, code, multihash.code, multihash.size].map(encodeVarint))
}

type Value = number | Uint8Array

function field(id: number, bytes: Uint8Array): Uint8Array {
  return concat([encodeVarint(id * 8 + 2), encodeVarint(bytes.length), bytes])
}

function number(id: number, value: number | boolean): Uint8Array {
  return concat([encodeVarint(id * 8), encodeVarint(Number(value))])
}

function part(value: Value | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new BitswapError('bytes are missing')
}

/** Protocol buffers' fields: a number, or bytes. Fixed-width ones are skipped, as unknown ones are. */
function fields(bytes: Uint8Array): { readonly id: number; readonly value: Value }[] {
  const found: { id: number; value: Value }[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = decodeVarint(bytes, at)
    if (!tag) throw new BitswapError('a field is cut off')
    const [id, wire] = [Math.floor(tag.value / 8), tag.value % 8]
    const next = wire === 0 || wire === 2 ? decodeVarint(bytes, tag.after) : { value: 0, after: tag.after }
    if (!next) throw new BitswapError('a field is cut off')
    const length = wire === 2 ? next.value : wire === 1 ? 8 : wire === 5 ? 4 : 0
    const end = next.after + length
    if (wire === 3 || wire === 4 || wire > 5 || end > bytes.length) throw new BitswapError('a field is no field')
    found.push({ id, value: wire === 2 ? bytes.subarray(next.after, end) : next.value })
    at = end
  }
  return found
}
