import type { Comment, Entry, Reaction, Thread, Tombstone } from '@hydra/feeds'
import type { RecordId } from '@hydra/records'
import type { Peer } from '@hydra/peer'
import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Cards } from './cards.ts'

/** What was said to posts, as it comes. */
export interface Threads {
  thread(id: RecordId): ReadonlySignal<Thread | undefined>
  comment(on: RecordId, text: string): Promise<void>
  react(on: RecordId, emoji: string): Promise<void>
  /** Asks everybody to show an entry no more. */
  remove(id: RecordId): Promise<void>
}

// As many as are on screens that were looked at lately: each is read anew when somebody says something to it.
const MAX_OPEN = 200

export function createThreads({ feeds }: Pick<Peer, 'feeds'>, cards: Pick<Cards, 'appear'>): Threads {
  const open = new Map<RecordId, Signal<Thread | undefined>>()

  async function load(id: RecordId): Promise<void> {
    const thread = open.get(id)
    if (thread) thread.value = await feeds.thread(id)
  }

  function hear({ body }: Entry): void {
    if (body.type === 'reaction') void load(body.on)
    // A comment may be on a comment: which post that belongs to is not in it.
    if (body.type === 'comment') for (const id of open.has(body.on) ? [body.on] : open.keys()) void load(id)
    if (body.type === 'delete') for (const id of open.keys()) void load(id)
  }
  feeds.onEntry(hear)

  async function say(body: Comment | Reaction | Tombstone): Promise<void> {
    await feeds.write(body)
    await cards.appear()
  }

  return {
    thread(id) {
      const known = open.get(id) ?? signal<Thread | undefined>(undefined)
      if (open.delete(id)) open.set(id, known)
      else {
        open.set(id, known)
        void load(id)
        const [oldest] = open.keys()
        if (open.size > MAX_OPEN && oldest !== undefined) open.delete(oldest)
      }
      return known
    },
    comment: (on, text) => say({ type: 'comment', on, text }),
    react: (on, emoji) => say({ type: 'reaction', on, emoji }),
    remove: (entry) => say({ type: 'delete', entry }),
  }
}
