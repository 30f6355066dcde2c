import type { NeighbourId } from '../link.ts'
import type { SpreadLimits } from './limits.ts'
import type { MessageId } from './message-id.ts'

/** A message that reached this peer, whatever became of it. */
export interface StoredMessage {
  readonly id: MessageId
  readonly topic: string
  /** Whom it came from; nobody for our own. */
  readonly from: NeighbourId | undefined
  readonly arrivedAt: number
  status: 'judged soon' | 'accepted' | 'refused'
  /** Whether any neighbour heard of it from us. */
  told: boolean
  /** Gone once it is too old for anyone to ask, or was refused. */
  bytes: Uint8Array | undefined
  /** Neighbours that need not hear of it from us. Gone once all others were told. */
  known: Set<NeighbourId> | undefined
}

/** The messages of all topics: ids for long, payloads for as long as someone may ask. */
export interface MessageStore {
  get(id: MessageId): StoredMessage | undefined
  add(message: StoredMessage, now: number): void
  /** Frees the payload, and remembers the id. */
  drop(message: StoredMessage): void
  /** What a newcomer may have missed, oldest first. */
  held(): Iterable<StoredMessage>
}

export function createMessageStore(limits: SpreadLimits): MessageStore {
  // Maps iterate in order of insertion, so that the oldest come first.
  const seen = new Map<MessageId, StoredMessage>()
  const held = new Map<MessageId, StoredMessage>()
  let heldBytes = 0

  function drop(message: StoredMessage): void {
    if (!held.delete(message.id)) return
    heldBytes -= message.bytes?.length ?? 0
    message.bytes = undefined
    message.known = undefined
  }

  function evict(now: number): void {
    for (const message of held.values()) {
      if (heldBytes <= limits.maxHeldBytes && now - message.arrivedAt <= limits.holdMs) break
      drop(message)
    }
    for (const message of seen.values()) {
      if (seen.size <= limits.maxSeen) break
      drop(message)
      seen.delete(message.id)
    }
  }

  return {
    get: (id) => seen.get(id),
    add(message, now) {
      seen.set(message.id, message)
      held.set(message.id, message)
      heldBytes += message.bytes?.length ?? 0
      evict(now)
    },
    drop,
    held: () => held.values(),
  }
}
