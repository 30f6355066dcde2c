import { expand, extract } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { joinBytes, utf8 } from './bytes.ts'
import type { KeyAgreement, Point } from './x25519.ts'

// HPKE (RFC 9180), base mode, one message a context. The names below are those of the RFC.
const KEM_ID = Uint8Array.of(0x00, 0x20) // DHKEM(X25519, HKDF-SHA256)
const KDF_ID = Uint8Array.of(0x00, 0x01) // HKDF-SHA256
const MODE_BASE = Uint8Array.of(0)
const NOTHING = new Uint8Array(0)

/** AES-128-GCM, as strong as the curve, and the one AEAD of the RFC that WebCrypto has. */
export const AES_128_GCM = 0x0001
/** No message is encrypted: only a secret is shared. */
export const EXPORT_ONLY = 0xffff

/** What both sides of an HPKE context know. */
export interface HpkeContext {
  readonly key: Uint8Array
  readonly nonce: Uint8Array
  readonly exporterSecret: Uint8Array
}

/** Makes a shared secret for a recipient; `ephemeral` is a fresh key. */
export async function encap(
  recipient: Point,
  ephemeral: KeyAgreement,
): Promise<{ encapsulated: Uint8Array; shared: Uint8Array }> {
  const secret = await ephemeral.agree(recipient)
  const encapsulated = ephemeral.publicKey
  return { encapsulated, shared: extractAndExpand(secret, joinBytes(encapsulated, recipient.bytes)) }
}

/** The shared secret that `encap` made. */
export async function decap(encapsulated: Uint8Array, recipient: KeyAgreement): Promise<Uint8Array> {
  return extractAndExpand(await recipient.agree({ bytes: encapsulated }), joinBytes(encapsulated, recipient.publicKey))
}

/** The key schedule of section 5.1 in base mode. */
export function keySchedule(shared: Uint8Array, info: Uint8Array, aead: number): HpkeContext {
  const suite = hpkeSuite(aead)
  const pskIdHash = labeledExtract(suite, NOTHING, 'psk_id_hash', NOTHING)
  const infoHash = labeledExtract(suite, NOTHING, 'info_hash', info)
  const context = joinBytes(MODE_BASE, pskIdHash, infoHash)
  const secret = labeledExtract(suite, shared, 'secret', NOTHING)
  const encrypts = aead !== EXPORT_ONLY
  return {
    key: encrypts ? labeledExpand(suite, secret, 'key', context, 16) : NOTHING,
    nonce: encrypts ? labeledExpand(suite, secret, 'base_nonce', context, 12) : NOTHING,
    exporterSecret: labeledExpand(suite, secret, 'exp', context, 32),
  }
}

/** A secret for further use: section 5.3. */
export function exportSecret(context: HpkeContext, aead: number, exporterContext: Uint8Array): Uint8Array {
  return labeledExpand(hpkeSuite(aead), context.exporterSecret, 'sec', exporterContext, 32)
}

function extractAndExpand(secret: Uint8Array, kemContext: Uint8Array): Uint8Array {
  const suite = joinBytes(utf8('KEM'), KEM_ID)
  const prk = labeledExtract(suite, NOTHING, 'eae_prk', secret)
  return labeledExpand(suite, prk, 'shared_secret', kemContext, 32)
}

function hpkeSuite(aead: number): Uint8Array {
  return joinBytes(utf8('HPKE'), KEM_ID, KDF_ID, Uint8Array.of(aead >> 8, aead & 0xff))
}

function labeledExtract(suite: Uint8Array, salt: Uint8Array, label: string, input: Uint8Array): Uint8Array {
  return extract(sha256, joinBytes(utf8('HPKE-v1'), suite, utf8(label), input), salt)
}

function labeledExpand(
  suite: Uint8Array,
  prk: Uint8Array,
  label: string,
  info: Uint8Array,
  length: number,
): Uint8Array {
  const labeled = joinBytes(Uint8Array.of(0, length), utf8('HPKE-v1'), suite, utf8(label), info)
  return expand(sha256, prk, labeled, length)
}
