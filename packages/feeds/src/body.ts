import { parsePublicKey, type PublicKey } from '@hydra/identity'
import type { RecordId } from '@hydra/records'
import * as v from 'valibot'

export interface Profile {
  readonly type: 'profile'
  readonly nickname: string
  readonly about?: string | undefined
  readonly pictureCid?: string | undefined
  /** Where the author's node is found in I2P, such as `….b32.i2p`: for the address books of those who follow. */
  readonly i2p?: string | undefined
}

export interface Media {
  readonly cid: string
  readonly mediaType: string
  readonly bytes?: number | undefined
  readonly width?: number | undefined
  readonly height?: number | undefined
  /** What it shows, for those who do not see it. */
  readonly alt?: string | undefined
  /** A blurred preview of at most 32 bytes. */
  readonly thumbhash?: Uint8Array | undefined
  /** The same, small. */
  readonly previewCid?: string | undefined
}

export interface Post {
  readonly type: 'post'
  readonly text: string
  readonly media: readonly Media[]
  readonly tags?: readonly string[] | undefined
}

export interface Album {
  readonly type: 'album'
  readonly title: string
  readonly posts: readonly RecordId[]
}

export interface Comment {
  readonly type: 'comment'
  readonly on: RecordId
  readonly text: string
}

export interface Reaction {
  readonly type: 'reaction'
  readonly on: RecordId
  readonly emoji: string
}

export interface ChatMessage {
  readonly type: 'chat'
  readonly room: string
  readonly text: string
}

/** What only its author and those it was sent to can read: `conversation` opens it. */
export interface Sealed {
  readonly type: 'sealed'
  /** The same message, sealed to each. */
  readonly boxes: readonly Uint8Array[]
}

/** Says that an entry should be shown no more. Whoever has it may keep it. */
export interface Tombstone {
  readonly type: 'delete'
  readonly entry: RecordId
}

/** Whom the author follows, shared on purpose. */
export interface Contacts {
  readonly type: 'contacts'
  readonly authors: readonly PublicKey[]
}

/** What an entry says. */
export type Body = Profile | Post | Album | Comment | Reaction | ChatMessage | Sealed | Tombstone | Contacts

/** A kind of entry that this version does not know, or one of a known kind that is not as it should be. */
export interface UnknownBody {
  readonly type: 'unknown'
  readonly name: string
  readonly fields: Readonly<Record<string, unknown>>
}

const utf8 = new TextEncoder()
// An entry has at most 4 KiB with its keys and signatures; each limit leaves it whole.
const text = (maxBytes: number) =>
  v.pipe(
    v.string(),
    v.check(
      (value) => value.isWellFormed() && utf8.encode(value).length <= maxBytes,
      `has more than ${maxBytes} bytes`,
    ),
  )
const line = (maxBytes: number) =>
  v.pipe(
    text(maxBytes),
    v.check((value) => value.trim() !== '', 'is empty'),
  )
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const cid = v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{8,128}$/, 'is no CID'))
const id = v.custom<RecordId>(
  (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  'is no id of an entry',
)
const key = v.custom<PublicKey>(isPublicKey, 'is no public key')
const bytes = (min: number, max: number) =>
  v.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.length >= min && value.length <= max,
    `has not ${min} to ${max} bytes`,
  )

const media = v.looseObject({
  cid,
  mediaType: line(80),
  bytes: v.optional(count),
  width: v.optional(count),
  height: v.optional(count),
  alt: v.optional(text(400)),
  thumbhash: v.optional(bytes(1, 32)),
  previewCid: v.optional(cid),
})

// Loose: what a later version adds to a kind passes through, and is kept.
const schemas = {
  profile: v.looseObject({
    type: v.literal('profile'),
    nickname: line(64),
    about: v.optional(text(500)),
    pictureCid: v.optional(cid),
    i2p: v.optional(v.pipe(v.string(), v.regex(/^[a-z2-7]{52,128}\.b32\.i2p$/, 'is no b32 name of I2P'))),
  }),
  post: v.pipe(
    v.looseObject({
      type: v.literal('post'),
      text: text(2_000),
      media: v.pipe(v.array(media), v.maxLength(16)),
      tags: v.optional(v.pipe(v.array(line(32)), v.maxLength(8))),
    }),
    v.check(({ text, media }) => text.trim() !== '' || media.length > 0, 'has neither text nor pictures'),
  ),
  album: v.looseObject({
    type: v.literal('album'),
    title: line(200),
    posts: v.pipe(v.array(id), v.maxLength(48)),
  }),
  comment: v.looseObject({ type: v.literal('comment'), on: id, text: line(2_000) }),
  reaction: v.looseObject({ type: v.literal('reaction'), on: id, emoji: line(32) }),
  chat: v.looseObject({ type: v.literal('chat'), room: line(64), text: line(2_000) }),
  sealed: v.looseObject({
    type: v.literal('sealed'),
    boxes: v.pipe(v.array(bytes(48, 2_048)), v.minLength(1), v.maxLength(8)),
  }),
  delete: v.looseObject({ type: v.literal('delete'), entry: id }),
  contacts: v.looseObject({ type: v.literal('contacts'), authors: v.pipe(v.array(key), v.maxLength(56)) }),
} satisfies { [T in Body['type']]: v.GenericSchema<unknown, Extract<Body, { type: T }>> }

/** Why a body cannot be written; undefined where it can. */
export function whyNotBody(body: unknown): string | undefined {
  const schema = schemaOf(body)
  if (schema === undefined) return `its type is none of ${Object.keys(schemas).join(', ')}`
  const { issues } = v.safeParse(schema, body)
  if (issues === undefined) return undefined
  return `${v.getDotPath(issues[0]) ?? 'it'} ${issues[0].message}`
}

/** Reads what stands in an entry. What is unknown, or not as its kind should be, is kept as it is. */
export function readBody(fields: Readonly<Record<string, unknown>>): Body | UnknownBody {
  const schema = schemaOf(fields)
  const parsed = schema && v.safeParse(schema, fields)
  if (parsed?.success === true) return parsed.output
  return { type: 'unknown', name: String(fields['type']), fields }
}

function schemaOf(body: unknown): v.GenericSchema<unknown, Body> | undefined {
  const type: unknown = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined
  return typeof type === 'string' && Object.hasOwn(schemas, type) ? schemas[type as Body['type']] : undefined
}

function isPublicKey(value: unknown): boolean {
  try {
    return typeof value === 'string' && parsePublicKey(value) === value
  } catch {
    return false
  }
}

/** Whether an entry is about the author rather than said by it, whatever this version makes of its fields. */
export function isAbout(body: Body | UnknownBody): boolean {
  return body.type === 'profile' || (body.type === 'unknown' && body.name === 'profile')
}
