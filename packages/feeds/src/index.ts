/**
 * What people say: the entries of an author's logs. The code that reads and writes them is not here yet.
 *
 * ```ts
 * const post: Post = { type: 'post', text: 'hello', media: [] }
 * ```
 *
 * @packageDocumentation
 */
export type { ChatMessage, Comment, Entry, Post, Profile, Reaction, Tombstone } from './entry.ts'
export type { Feeds, FeedsOptions, Fork, Page } from './feeds.ts'
