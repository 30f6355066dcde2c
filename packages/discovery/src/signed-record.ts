import type { PrivateKey } from '@libp2p/interface'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { PeerRecord, RecordEnvelope } from '@libp2p/peer-record'
import { multiaddr } from '@multiformats/multiaddr'
import { equalBytes } from './equal-bytes.ts'
import { InvalidRecordError } from './errors.ts'
import { type Candidate, NOBODY } from './source.ts'

/** Sixteen addresses of the longest kind, key and signature fit; more would only fill other peers' memory. */
export const MAX_RECORD_BYTES = 4096
const MAX_RECORD_ADDRESSES = 16

// Checking an RSA signature of 8,192 bits is work that a stranger could ask for as often as it likes.
const KEY_TYPES: readonly string[] = ['Ed25519', 'secp256k1']

/** What a peer says about itself: libp2p's `PeerRecord`, out of its envelope. */
export interface RecordContent {
  readonly peerId: string
  readonly addresses: readonly string[]
  /** Of two records of one peer the higher number is the newer. */
  readonly sequence: bigint
}

/** Reads a record without checking its signature: fit for looking up, never for believing. */
export function readRecord(bytes: Uint8Array): RecordContent {
  return open(bytes).content
}

/** Reads a record that its peer signed; throws `InvalidRecordError` where anybody else did, or nobody. */
export async function verifyRecord(bytes: Uint8Array, options: { signal?: AbortSignal } = {}): Promise<RecordContent> {
  const { content, envelope } = open(bytes)
  if (!(await isSigned(envelope, options))) throw new InvalidRecordError('the signature does not fit')
  return content
}

/** What a record says of itself, for the funnel to check; nobody where it cannot be read: one liar spoils no list. */
export function candidateOf(signedRecord: Uint8Array): Candidate {
  try {
    const { peerId, addresses } = readRecord(signedRecord)
    return { peerId, addresses, signedRecord }
  } catch {
    return NOBODY
  }
}

/** Signs where a peer can be reached. */
export async function signRecord(
  key: PrivateKey,
  addresses: readonly string[],
  sequence: bigint,
  options: { signal?: AbortSignal } = {},
): Promise<Uint8Array> {
  const record = new PeerRecord({
    peerId: peerIdFromPublicKey(key.publicKey),
    multiaddrs: addresses.slice(0, MAX_RECORD_ADDRESSES).map((address) => multiaddr(address)),
    seqNumber: sequence,
  })
  return (await RecordEnvelope.seal(record, key, options)).marshal()
}

function open(bytes: Uint8Array): { content: RecordContent; envelope: RecordEnvelope } {
  if (bytes.length > MAX_RECORD_BYTES) throw new InvalidRecordError(`it has more than ${MAX_RECORD_BYTES} bytes`)
  const { envelope, record } = decode(bytes)
  if (!KEY_TYPES.includes(envelope.publicKey.type)) {
    throw new InvalidRecordError(`keys of type ${envelope.publicKey.type} are not accepted`)
  }
  const peerId = record.peerId.toString()
  if (peerIdFromPublicKey(envelope.publicKey).toString() !== peerId) {
    throw new InvalidRecordError('its key belongs to another peer')
  }
  if (record.multiaddrs.length > MAX_RECORD_ADDRESSES) {
    throw new InvalidRecordError(`it has more than ${MAX_RECORD_ADDRESSES} addresses`)
  }
  const addresses = record.multiaddrs.map((address) => address.toString())
  return { content: { peerId, addresses, sequence: record.seqNumber }, envelope }
}

function decode(bytes: Uint8Array): { envelope: RecordEnvelope; record: PeerRecord } {
  let envelope: RecordEnvelope
  let record: PeerRecord
  try {
    envelope = RecordEnvelope.createFromProtobuf(bytes)
    record = PeerRecord.createFromProtobuf(envelope.payload)
  } catch (cause) {
    throw new InvalidRecordError('it is malformed', { cause })
  }
  // The signature covers what is inside the envelope only: one record must have one spelling, or copies pass for news.
  if (!equalBytes(envelope.marshal(), bytes)) throw new InvalidRecordError('it is not written in the shortest way')
  // Another protocol's envelope, signed with the same key, must not pass for an address.
  if (!PeerRecord.CODEC.every((byte, index) => envelope.payloadType[index] === byte)) {
    throw new InvalidRecordError('it is an envelope of another kind')
  }
  return { envelope, record }
}

async function isSigned(envelope: RecordEnvelope, options: { signal?: AbortSignal }): Promise<boolean> {
  try {
    return await envelope.validate(PeerRecord.DOMAIN, options)
  } catch (cause) {
    // Some keys throw on signatures of the wrong length where others say no.
    options.signal?.throwIfAborted()
    throw new InvalidRecordError('the signature cannot be checked', { cause })
  }
}
