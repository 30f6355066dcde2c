import { InvalidSignatureError } from '../errors.ts'
import type { Fields, Format } from '../format.ts'
import { bytesField, decodeFields, encodeFields, numberField } from '../format.ts'
import type { KeyPair } from '../key-pair.ts'
import type { PublicKey } from '../public-key.ts'
import { verify } from '../signature.ts'

const SIGNATURE_BYTES = 64

/** Fields as they were read; nothing is known of the signature yet. */
export interface UnverifiedStatement {
  readonly fields: Fields
  readonly signature: Uint8Array
}

/** Signs fields; the signature becomes the last of them. */
export async function signStatement(format: Format, author: KeyPair, fields: Fields): Promise<Uint8Array> {
  const signature = await author.sign(purpose(format), encodeFields(format, fields))
  return encodeFields(format, [...fields, signature])
}

/** Reads a statement with so many fields. It says nothing until `verifyStatement` has passed. */
export function decodeStatement(format: Format, bytes: Uint8Array, count: number): UnverifiedStatement {
  const fields = decodeFields(format, bytes, count + 1)
  return { fields: fields.slice(0, count), signature: bytesField(format, fields[count], SIGNATURE_BYTES) }
}

/** The field that tells which of several statements counts. */
export function sequenceField(format: Format, value: unknown): number {
  return numberField(format, 'sequence', value, 0, Number.MAX_SAFE_INTEGER)
}

/** Throws `InvalidSignatureError` where the statement is not the author's. */
export async function verifyStatement(
  format: Format,
  author: PublicKey,
  statement: UnverifiedStatement,
): Promise<void> {
  const signed = encodeFields(format, statement.fields)
  if (!(await verify(author, purpose(format), signed, statement.signature)))
    throw new InvalidSignatureError(format.what)
}

function purpose(format: Format): string {
  return `hydra ${format.tag}`
}
