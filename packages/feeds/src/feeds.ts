import type { KeyPair, PublicKey } from '@hydra/identity'
import type { RecordId, RecordSet } from '@hydra/records'
import type { Entry, Post, Profile } from './entry.ts'

export type Unsubscribe = () => void

export interface Page<T> {
  readonly entries: readonly T[]
  /** Pass it on to read what is older; missing at the end. */
  readonly older?: string
}

/** Two entries of one device that name the same place in its log: shown, never resolved in silence. */
export interface Fork {
  readonly author: PublicKey
  readonly device: PublicKey
  readonly entries: readonly [RecordId, RecordId]
}

export interface FeedsOptions {
  /** Where entries are kept and exchanged. */
  records: RecordSet
  author: KeyPair
  device: KeyPair
}

/** What people say: per-author, append-only, signed. */
export interface Feeds {
  write(body: Entry['body']): Promise<Entry>
  read(author: PublicKey, options?: { older?: string; limit?: number }): Promise<Page<Entry>>
  profile(author: PublicKey): Promise<Profile | undefined>
  follow(author: PublicKey): Promise<void>
  unfollow(author: PublicKey): Promise<void>
  /** Posts of those I follow, merged in causal order. */
  timeline(options?: { older?: string; limit?: number }): Promise<Page<Entry & { readonly body: Post }>>
  forks(): Promise<readonly Fork[]>
  onEntry(listener: (entry: Entry) => void): Unsubscribe
  close(): Promise<void>
}
