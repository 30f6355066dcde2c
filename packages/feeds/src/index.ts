/**
 * What people say: signed append-only logs, one for each device of an author, merged.
 *
 * ```ts
 * const feeds = await createFeeds({ store, author: me.author, device: await me.serviceKey('feeds on my laptop') })
 * await feeds.write({ type: 'post', text: 'Hello', media: [] })
 * for await (const { body } of feeds.timeline()) console.log(body)
 * ```
 *
 * @packageDocumentation
 */
export type {
  Album,
  Body,
  ChatMessage,
  Comment,
  Contacts,
  Media,
  Post,
  Profile,
  Reaction,
  Sealed,
  Tombstone,
  UnknownBody,
} from './body.ts'
export type { Circle, People } from './circle.ts'
export { createFeeds } from './create-feeds.ts'
export type { FeedsOptions } from './create-feeds.ts'
export type { Entry } from './entry.ts'
export { DeviceEndedError, InvalidEntryError, UnreadableCircleError, UnreadableEntryError } from './errors.ts'
export type { Feeds, LogStatus, Thread } from './feeds.ts'
export type { Fork } from './forks.ts'
export type { DirectMessage } from './sealed.ts'
