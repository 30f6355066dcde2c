import type { NeighbourId } from '../link.ts'
import type { SpreadCopy } from '../spread.ts'
import type { MessageId } from '../spread/message-id.ts'
import type { Clock } from '../time.ts'

interface Entry {
  readonly topic: string
  readonly at: number
  readonly bytes: Uint8Array
  /** Copies that came before the message was judged. */
  waiting: NeighbourId[] | undefined
  refused: boolean
}

/** Remembers messages for as long as copies of them may arrive, and reports each copy after its message was judged. */
export interface CopyLog {
  own(id: MessageId, topic: string, bytes: Uint8Array): void
  arrived(id: MessageId, topic: string, bytes: Uint8Array, from: NeighbourId): void
  /** A further copy; true if it is one of a message that was refused. */
  again(id: MessageId, from: NeighbourId): boolean
  accepted(id: MessageId): void
  /** Whom the message came from until now. */
  refused(id: MessageId): readonly NeighbourId[]
  /** The newest messages of a topic, those of about the last minute. */
  recent(topic: string): MessageId[]
}

// Gossipsub knows a copy for two minutes; in most meshes this is as many messages. 16 MB of payloads at a kilobyte.
const maxEntries = 16_384
// As long as gossipsub's cache has the messages themselves.
const recentMs = 60_000
// As many as a neighbour's decoder accepts in one frame.
const maxRecent = 1_024

export function createCopyLog(clock: Clock, report: (copy: SpreadCopy) => void): CopyLog {
  const entries = new Map<MessageId, Entry>()

  function remember(id: MessageId, entry: Entry): void {
    entries.set(id, entry)
    if (entries.size <= maxEntries) return
    const [oldest] = entries.keys()
    if (oldest !== undefined) entries.delete(oldest)
  }

  return {
    own: (id, topic, bytes) => remember(id, { topic, bytes, at: clock.now(), waiting: undefined, refused: false }),
    arrived: (id, topic, bytes, from) =>
      remember(id, { topic, bytes, at: clock.now(), waiting: [from], refused: false }),
    again(id, from) {
      const entry = entries.get(id)
      if (!entry || entry.refused) return entry !== undefined
      if (entry.waiting) entry.waiting.push(from)
      else report({ topic: entry.topic, bytes: entry.bytes, from, first: false, upstream: false })
      return false
    },
    accepted(id) {
      const entry = entries.get(id)
      const { waiting = [] } = entry ?? {}
      if (!entry) return
      entry.waiting = undefined
      const { topic, bytes } = entry
      for (const [index, from] of waiting.entries()) report({ topic, bytes, from, first: index === 0, upstream: true })
    },
    refused(id) {
      const entry = entries.get(id)
      if (!entry) return []
      const { waiting = [] } = entry
      entries.set(id, { ...entry, bytes: new Uint8Array(), waiting: undefined, refused: true })
      return waiting
    },
    recent(topic) {
      const since = clock.now() - recentMs
      const isRecent = (entry: Entry) => entry.topic === topic && entry.at >= since && !entry.refused && !entry.waiting
      return [...entries]
        .filter(([, entry]) => isRecent(entry))
        .slice(-maxRecent)
        .map(([id]) => id)
    },
  }
}
