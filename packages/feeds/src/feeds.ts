import type { PublicKey } from '@hydra/identity'
import type { RecordId, RecordSet } from '@hydra/records'
import type { Album, Body, Comment, Post, Profile, Reaction } from './body.ts'
import type { Circle, Unsubscribe } from './circle.ts'
import type { Entry } from './entry.ts'
import type { Fork } from './forks.ts'
import type { DirectMessage } from './sealed.ts'

/** An entry and what was said to it. */
export interface Thread {
  readonly entry: Entry
  /** Comments on it, and comments on those, the oldest first. */
  readonly comments: readonly Entry<Comment>[]
  /** The newest of each author. */
  readonly reactions: readonly Entry<Reaction>[]
}

/** What is known of a device's log. */
export interface LogStatus {
  readonly device: PublicKey
  readonly entries: number
  /** Entries that are named by others and not here. */
  readonly missing: number
  readonly newest: number
  /** Set where the author ended the log: how many entries count. */
  readonly length?: number
}

/** What people say: an append-only, signed log for each device of an author, merged. */
export interface Feeds {
  readonly author: PublicKey
  /** Whom this user follows, mutes and blocks. */
  readonly circle: Circle
  /** For `sync` and `answer`: reconciles with other peers. */
  readonly records: RecordSet
  /** Appends to this device's log. Resolves when it is on disk. */
  write<B extends Body>(body: B): Promise<Entry<B>>
  get(id: RecordId): Promise<Entry | undefined>
  profile(author: PublicKey): Promise<Entry<Profile> | undefined>
  /** All that an author said, newest first. */
  read(author: PublicKey): AsyncIterable<Entry>
  /** Posts and albums of those I follow and of mine, newest first. Take as many as a page needs. */
  timeline(): AsyncIterable<Entry<Post | Album>>
  thread(id: RecordId): Promise<Thread | undefined>
  /** What was said in a public room, newest first. */
  room(name: string): AsyncIterable<Entry>
  rooms(): Promise<readonly string[]>
  /** Sends a message that only those it is for can read. */
  send(to: readonly PublicKey[], text: string): Promise<Entry>
  /** Messages between this user and another, newest first. */
  conversation(other: PublicKey): AsyncIterable<DirectMessage>
  /** Entries that have all of the words, newest first. */
  search(words: string): AsyncIterable<Entry>
  /**
   * How many entries of a list, such as a room's or the timeline, are newer than what was read at a place, without one's
   * own. Counts up to `most`. @default 99
   */
  unread(place: string, entries: AsyncIterable<Entry>, most?: number): Promise<number>
  forks(): Promise<readonly Fork[]>
  status(author: PublicKey): Promise<readonly LogStatus[]>
  /** Ends a device's log, one that was lost for instance: what it writes from then on does not count. */
  endDevice(device: PublicKey): Promise<void>
  /** Hears of each entry that is new here and shown. */
  onEntry(listener: (entry: Entry) => void): Unsubscribe
  close(): Promise<void>
}
