import { joinBytes } from '../bytes.ts'
import { sha256 } from '../hash.ts'

/** A message's name on the wire and in memory: `messageIdBytes` bytes of its hash, one character for each. */
export type MessageId = string & { readonly __brand: 'MessageId' }

// 96 bits: two messages of one id take 2^48 hashes and harm only their maker; another's message cannot be hit.
export const messageIdBytes = 12

/** Hash of the whole message, so that nobody can give a second message the id of the first. */
export function messageId(topic: Uint8Array, bytes: Uint8Array): MessageId {
  return readMessageId(sha256(joinBytes(Uint8Array.of(topic.length), topic, bytes)), 0)
}

export function readMessageId(bytes: Uint8Array, offset: number): MessageId {
  return String.fromCharCode(...bytes.subarray(offset, offset + messageIdBytes)) as MessageId
}

export function writeMessageId(id: MessageId, into: Uint8Array, offset: number): void {
  for (let index = 0; index < messageIdBytes; index++) into[offset + index] = id.charCodeAt(index)
}
