import type { PublicKey } from '@hydra/identity'
import type { RecordId } from '@hydra/records'

export interface Profile {
  readonly type: 'profile'
  readonly nickname: string
  readonly pictureCid?: string
}

export interface Post {
  readonly type: 'post'
  readonly text: string
  readonly media: readonly { readonly cid: string; readonly mediaType: string; readonly alt?: string }[]
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

/** Says that an entry should be shown no more. Whoever has it may keep it. */
export interface Tombstone {
  readonly type: 'delete'
  readonly entry: RecordId
}

/** One line of a device's log. */
export interface Entry {
  readonly id: RecordId
  readonly author: PublicKey
  readonly device: PublicKey
  readonly sequence: number
  readonly previous?: RecordId
  readonly body: Profile | Post | Comment | Reaction | ChatMessage | Tombstone
}
