import { peerIdFromString } from '@libp2p/peer-id'
import { type Address, parseAddress } from './address.ts'
import type { AddressPolicy } from './address-policy.ts'
import { equalBytes } from './equal-bytes.ts'
import { MAX_RECORD_BYTES, readRecord, verifyRecord } from './signed-record.ts'
import type { Candidate, Origin } from './source.ts'

/** Why something that a source yielded was not used; each is counted per source. */
export type Refusal =
  | 'malformed'
  | 'foreign-record'
  | 'stale-record'
  | 'private-address'
  | 'too-many-addresses'
  | 'no-address'
  | 'own'
  | 'given-up'
  | 'book-full'

/** A candidate after every check that can be made without dialling. */
export interface CheckedCandidate {
  readonly peerId: string
  readonly addresses: readonly string[]
  readonly record?: { readonly bytes: Uint8Array; readonly sequence: bigint }
}

/** What is known before a candidate is checked. */
export interface CheckContext {
  readonly ownPeerId: string
  readonly origin: Origin
  readonly policy: AddressPolicy
  /** The record that the book holds of a peer: the same bytes again need no second look at the signature. */
  heldRecord(peerId: string): { readonly bytes: Uint8Array; readonly sequence: bigint } | undefined
  refuse(reason: Refusal): void
}

/** No honest peer listens in more places; the rest of a longer list is not looked at. */
export const MAX_ADDRESSES = 16

// The longest peer id in use is 52 characters.
const MAX_PEER_ID_CHARACTERS = 64

/** Keeps of a candidate what holds, and says for the rest why not. Undefined where nothing is left. */
export async function checkCandidate(
  candidate: Candidate,
  context: CheckContext,
  signal: AbortSignal,
): Promise<CheckedCandidate | undefined> {
  const { peerId, signedRecord } = candidate
  if (!isPeerId(peerId)) return refuse(context, 'malformed')
  if (peerId === context.ownPeerId) return refuse(context, 'own')
  const signed = signedRecord && (await checkRecord(peerId, signedRecord, context, signal))
  // A source that passes a forged card is not believed in what else it says about that peer.
  if (signedRecord && !signed) return undefined
  const addresses = usableAddresses(peerId, signed?.addresses ?? candidate.addresses, context)
  if (addresses.length === 0) return refuse(context, 'no-address')
  return signed ? { peerId, addresses, record: signed.record } : { peerId, addresses }
}

function isPeerId(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > MAX_PEER_ID_CHARACTERS) return false
  try {
    return peerIdFromString(text).toString() === text
  } catch {
    return false
  }
}

async function checkRecord(peerId: string, bytes: Uint8Array, context: CheckContext, signal: AbortSignal) {
  const held = context.heldRecord(peerId)
  try {
    if (!(bytes instanceof Uint8Array) || bytes.length > MAX_RECORD_BYTES) return refuse(context, 'malformed')
    const known = held !== undefined && equalBytes(held.bytes, bytes)
    const content = known ? readRecord(bytes) : await verifyRecord(bytes, { signal })
    if (content.peerId !== peerId) return refuse(context, 'foreign-record')
    if (held && content.sequence < held.sequence) return refuse(context, 'stale-record')
    return { addresses: content.addresses, record: { bytes, sequence: content.sequence } }
  } catch {
    return refuse(context, 'foreign-record')
  }
}

function usableAddresses(peerId: string, addresses: readonly string[], context: CheckContext): string[] {
  if (!Array.isArray(addresses)) return []
  if (addresses.length > MAX_ADDRESSES) context.refuse('too-many-addresses')
  const usable = new Set<string>()
  for (const text of addresses.slice(0, MAX_ADDRESSES)) {
    const address = readAddress(text)
    if (!address || !isDiallable(address) || (address.peerId && address.peerId !== peerId)) context.refuse('malformed')
    else if (!context.policy(address, context.origin)) context.refuse('private-address')
    else usable.add(address.text)
  }
  return [...usable]
}

function readAddress(text: unknown): Address | undefined {
  try {
    return typeof text === 'string' ? parseAddress(text) : undefined
  } catch {
    return undefined
  }
}

// A `dnsaddr` says where to ask, not where to dial, and a browser's libp2p would ask servers that nobody named.
function isDiallable({ components }: Address): boolean {
  return components.length > 0 && components[0]?.name !== 'dnsaddr' && components[0]?.name !== 'p2p'
}

function refuse(context: CheckContext, reason: Refusal): undefined {
  context.refuse(reason)
}
