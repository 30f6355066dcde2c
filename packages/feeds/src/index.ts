export type { ChatMessage, Comment, Entry, Post, Profile, Reaction, Tombstone } from './entry.ts'
export type { Feeds, FeedsOptions, Fork, Page } from './feeds.ts'
