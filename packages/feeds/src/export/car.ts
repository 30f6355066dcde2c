import { sha256 } from '@noble/hashes/sha2.js'
import { varint } from 'multiformats'
import { CID } from 'multiformats/cid'
import { create as digestOf } from 'multiformats/hashes/digest'
import { ImportError } from '../errors.ts'
import type { ByteReader } from './byte-reader.ts'

// CAR, version 1 (ipld.io/specs/transport/car/carv1). By hand for its bounds: a file says how long each of its blocks is.

export const DAG_CBOR = 0x71
export const JSON_CODE = 0x0200
const SHA2_256 = 0x12
/** IPFS implementations exchange no larger ones. */
const MAX_BLOCK_BYTES = 2 * 1024 * 1024
const MAX_HEADER_BYTES = 1024

export interface Block {
  readonly cid: CID
  readonly bytes: Uint8Array
}

export function blockOf(code: number, bytes: Uint8Array): Block {
  return { cid: CID.createV1(code, digestOf(SHA2_256, sha256(bytes))), bytes }
}

/** Writes blocks, of which the first is the root. */
export async function* writeCar(root: Block, blocks: AsyncIterable<Block>): AsyncIterable<Uint8Array> {
  yield section(header(root.cid))
  yield section(root.cid.bytes, root.bytes)
  for await (const { cid, bytes } of blocks) yield section(cid.bytes, bytes)
}

/** Deterministic CBOR of `{ roots: [cid], version: 1 }`. */
function header({ bytes }: CID): Uint8Array {
  const text = (value: string): number[] => [0x60 + value.length, ...new TextEncoder().encode(value)]
  // Tag 42: a CID, as bytes after a zero.
  const link = [0xd8, 0x2a, 0x58, bytes.length + 1, 0, ...bytes]
  return Uint8Array.of(0xa2, ...text('roots'), 0x81, ...link, ...text('version'), 1)
}

function section(...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const all = new Uint8Array(varint.encodingLength(length) + length)
  varint.encodeTo(length, all)
  let at = all.length - length
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Reads blocks, each checked against its CID. Throws `ImportError`. */
export async function* readCar(reader: ByteReader): AsyncIterable<Block> {
  const first = await readSection(reader, MAX_HEADER_BYTES)
  if (first === undefined) throw new ImportError('the file is empty')
  const root = await readBlock(reader)
  if (root === undefined || !isSame(first, header(root.cid))) {
    throw new ImportError('it is no archive of this kind: it does not begin with its root')
  }
  yield root
  for (let block = await readBlock(reader); block !== undefined; block = await readBlock(reader)) yield block
}

async function readBlock(reader: ByteReader): Promise<Block | undefined> {
  const bytes = await readSection(reader, MAX_BLOCK_BYTES)
  if (bytes === undefined) return undefined
  const [cid, rest] = cidAt(bytes)
  const { code, digest } = cid.multihash
  if (code !== SHA2_256 || !isSame(digest, sha256(rest))) throw new ImportError(`block ${cid} is damaged`)
  return { cid, bytes: rest }
}

function cidAt(bytes: Uint8Array): [CID, Uint8Array] {
  try {
    return CID.decodeFirst(bytes)
  } catch (cause) {
    throw new ImportError('a block has no readable CID', { cause })
  }
}

async function readSection(reader: ByteReader, maxBytes: number): Promise<Uint8Array | undefined> {
  const length = await readLength(reader)
  if (length === undefined) return undefined
  if (length > maxBytes)
    throw new ImportError(`a block says that it has ${length} bytes, and ${maxBytes} are the limit`)
  const bytes = await reader.take(length)
  if (bytes === undefined) throw new ImportError('the file ends in the middle of a block')
  return bytes
}

/** A length in at most four bytes: more than any block has. */
async function readLength(reader: ByteReader): Promise<number | undefined> {
  let length = 0
  for (let shift = 0; shift < 28; shift += 7) {
    const [byte] = (await reader.take(1)) ?? []
    if (byte === undefined && shift === 0) return undefined
    if (byte === undefined) throw new ImportError('the file ends in the middle of a length')
    length |= (byte & 127) << shift
    if (byte < 128) return length
  }
  throw new ImportError('a block has an impossible length')
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
