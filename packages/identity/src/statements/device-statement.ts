import { InvalidSignatureError } from '../errors.ts'
import type { Fields, Format } from '../format.ts'
import { bytesField, encodeFields } from '../format.ts'
import type { KeyPair } from '../key-pair.ts'
import type { PublicKey } from '../public-key.ts'
import { publicKeyFromBytes, publicKeyToBytes } from '../public-key.ts'
import { verify } from '../signature.ts'
import { decodeStatement, sequenceField, signStatement, verifyStatement } from './statement.ts'

/** What an author says of a device: that it is theirs, or that it no longer is. */
export interface DeviceStatement {
  readonly author: PublicKey
  readonly device: PublicKey
  readonly allowed: boolean
  /** Of two statements on one device the higher counts. */
  readonly sequence: number
}

const FORMAT: Format = { tag: 'device', what: 'device statement', version: 1, maxBytes: 256 }
const CONSENT_PURPOSE = 'hydra device consent'

/**
 * States that a device is the author's. The device signs too, so that nobody claims a stranger's peer: pass its key pair,
 * which is had where the words are (`peerKey(label)`), or where the device made its own.
 *
 * @param sequence lets the newest statement count: it grows with each. By default the milliseconds since 1970 by this
 * machine's clock; pass those of another clock, or a count.
 */
export async function addDevice(author: KeyPair, device: KeyPair, sequence = Date.now()): Promise<Uint8Array> {
  const fields = deviceFields(author.publicKey, device.publicKey, sequence)
  const consent = await device.sign(CONSENT_PURPOSE, encodeFields(FORMAT, fields))
  return signStatement(FORMAT, author, [...fields, consent])
}

/** States that a device is the author's no longer. The author alone signs: a lost device cannot. `sequence` as above. */
export async function revokeDevice(author: KeyPair, device: PublicKey, sequence = Date.now()): Promise<Uint8Array> {
  return signStatement(FORMAT, author, [...deviceFields(author.publicKey, device, sequence), null])
}

/** Reads and verifies a device statement. */
export async function readDeviceStatement(bytes: Uint8Array): Promise<DeviceStatement> {
  const statement = decodeStatement(FORMAT, bytes, 4)
  const [authorBytes, deviceBytes, sequenceValue, consent] = statement.fields
  const author = publicKeyFromBytes(bytesField(FORMAT, authorBytes, 32))
  const device = publicKeyFromBytes(bytesField(FORMAT, deviceBytes, 32))
  const sequence = sequenceField(FORMAT, sequenceValue)
  const consentSignature = consent === null ? undefined : bytesField(FORMAT, consent, 64)
  await verifyStatement(FORMAT, author, statement)
  if (consentSignature !== undefined) {
    const signed = encodeFields(FORMAT, statement.fields.slice(0, 3))
    if (!(await verify(device, CONSENT_PURPOSE, signed, consentSignature))) throw new InvalidSignatureError(FORMAT.what)
  }
  return { author, device, allowed: consentSignature !== undefined, sequence }
}

/**
 * The devices of an author, by the newest statement on each; of two with one sequence the revocation counts.
 * The order in which statements arrive does not matter, and other authors' are passed over.
 */
export function currentDevices(author: PublicKey, statements: Iterable<DeviceStatement>): Set<PublicKey> {
  const newest = new Map<PublicKey, DeviceStatement>()
  for (const statement of statements) {
    if (statement.author !== author) continue
    const known = newest.get(statement.device)
    if (known === undefined || isNewer(statement, known)) newest.set(statement.device, statement)
  }
  return new Set([...newest.values()].filter((statement) => statement.allowed).map((statement) => statement.device))
}

function isNewer(statement: DeviceStatement, known: DeviceStatement): boolean {
  if (statement.sequence !== known.sequence) return statement.sequence > known.sequence
  return !statement.allowed
}

function deviceFields(author: PublicKey, device: PublicKey, sequence: number): Fields {
  return [publicKeyToBytes(author), publicKeyToBytes(device), sequenceField({ ...FORMAT, writing: true }, sequence)]
}
