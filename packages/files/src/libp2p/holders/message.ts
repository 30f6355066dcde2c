import type { PeerId } from '@libp2p/interface'
import { peerIdFromMultihash } from '@libp2p/peer-id'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import * as Digest from 'multiformats/hashes/digest'
import { HoldersMessageError } from '../../errors.ts'
import { concat } from '../../joined.ts'

/** What a peer tells a neighbour that it holds or holds no more, by their multihashes; or asks who holds one. */
export interface HoldersQuestion {
  readonly type: 'hold' | 'drop' | 'who'
  readonly hashes: readonly Uint8Array[]
}

/** Somebody who holds what was asked for, and where it was last known to be. */
export interface Holder {
  readonly id: PeerId
  readonly multiaddrs: readonly Multiaddr[]
}

/** What one peer can be known to hold: a list of so many fits a question. */
export const MAX_ROOTS = 1_024
/** More holders than a download asks at once. */
export const MAX_HOLDERS = 16
/** A tab has one for each node that relays to it, twice. */
const MAX_ADDRESSES = 8
/** Both ways: a thousand hashes of 34 bytes, or 16 holders with all their addresses. */
export const MAX_MESSAGE_BYTES = 64 * 1024

const TYPES = ['hold', 'drop', 'who'] as const
const MAX_HASH_BYTES = 66
const MAX_ADDRESS_BYTES = 255

export function encodeQuestion({ type, hashes }: HoldersQuestion): Uint8Array {
  return concat([Uint8Array.of(TYPES.indexOf(type) + 1), ...hashes.flatMap(withLength)])
}

export function decodeQuestion(bytes: Uint8Array): HoldersQuestion {
  const reader = createReader(bytes)
  const type = TYPES[reader.byte() - 1]
  if (!type) throw new HoldersMessageError('its type is unknown')
  const hashes: Uint8Array[] = []
  while (!reader.atEnd()) hashes.push(readHash(reader.take(reader.byte())))
  if (hashes.length > MAX_ROOTS) throw new HoldersMessageError(`it names more than ${MAX_ROOTS} roots`)
  if (type === 'who' && hashes.length !== 1) throw new HoldersMessageError('it does not ask for exactly one root')
  return { type, hashes }
}

export function encodeHolders(holders: readonly Holder[]): Uint8Array {
  return concat(
    holders.slice(0, MAX_HOLDERS).flatMap(({ id, multiaddrs }) => {
      const addresses = multiaddrs.map(({ bytes }) => bytes).filter(({ length }) => length <= MAX_ADDRESS_BYTES)
      const some = addresses.slice(0, MAX_ADDRESSES)
      return [...withLength(id.toMultihash().bytes), Uint8Array.of(some.length), ...some.flatMap(withLength)]
    }),
  )
}

export function decodeHolders(bytes: Uint8Array): Holder[] {
  const reader = createReader(bytes)
  const holders: Holder[] = []
  while (!reader.atEnd()) {
    const id = read(() => peerIdFromMultihash(Digest.decode(reader.take(reader.byte()))))
    const count = reader.byte()
    if (count > MAX_ADDRESSES) throw new HoldersMessageError(`a holder has more than ${MAX_ADDRESSES} addresses`)
    const multiaddrs = Array.from({ length: count }, () => read(() => multiaddr(reader.take(reader.byte()))))
    holders.push({ id, multiaddrs })
    if (holders.length > MAX_HOLDERS) throw new HoldersMessageError(`it names more than ${MAX_HOLDERS} holders`)
  }
  return holders
}

function readHash(bytes: Uint8Array): Uint8Array {
  if (bytes.length > MAX_HASH_BYTES) throw new HoldersMessageError('a hash is too long')
  return read(() => Digest.decode(bytes)).bytes
}

/** Whatever a reader of addresses, ids and hashes says is wrong, the message is. */
function read<T>(decode: () => T): T {
  try {
    return decode()
  } catch (cause) {
    if (cause instanceof HoldersMessageError) throw cause
    throw new HoldersMessageError('an id, an address or a hash in it cannot be read', { cause })
  }
}

function withLength(bytes: Uint8Array): Uint8Array[] {
  return [Uint8Array.of(bytes.length), bytes]
}

function createReader(bytes: Uint8Array) {
  if (bytes.length > MAX_MESSAGE_BYTES) throw new HoldersMessageError(`it is longer than ${MAX_MESSAGE_BYTES} bytes`)
  let at = 0
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new HoldersMessageError('it ends too early')
    at += length
    return bytes.slice(at - length, at)
  }
  return { take, byte: () => take(1)[0] as number, atEnd: () => at === bytes.length }
}
