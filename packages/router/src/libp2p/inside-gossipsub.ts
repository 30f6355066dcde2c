import type { GossipSub } from '@libp2p/gossipsub'
import type { NeighbourId } from '../link.ts'
import type { MessageId } from '../spread/message-id.ts'

// Two things that gossipsub knows and has no public way to tell or to be told. Both are looked up by name, once, when
// a spread is created: a version that has changed them fails there, and not silently.

/** Tells who sent a further copy: gossipsub raises no event for it, and tells only its message cache. */
export function observeDuplicates(pubsub: GossipSub, observe: (id: MessageId, from: NeighbourId) => void): void {
  const cache: unknown = Reflect.get(pubsub, 'mcache')
  if (typeof cache !== 'object' || cache === null) throw new UnknownGossipsubError('message cache')
  const original = method(cache, 'observeDuplicate')
  Reflect.set(cache, 'observeDuplicate', (id: MessageId, from: NeighbourId) => {
    original(id, from)
    observe(id, from)
  })
}

/**
 * Has ids told to a neighbour at the next heartbeat. Gossipsub tells ids only to neighbours outside its mesh, and of
 * the last few seconds: a newcomer that is taken into every neighbour's mesh would never hear of earlier messages.
 */
export function createTeller(pubsub: GossipSub): (to: NeighbourId, topic: string, ids: readonly MessageId[]) => void {
  const pushGossip = method(pubsub, 'pushGossip')
  return (to, topic, ids) => {
    const messageIDs = ids.map((id) => Uint8Array.from(id, (each) => each.charCodeAt(0)))
    pushGossip(to, { topicID: topic, messageIDs })
  }
}

function method(owner: object, name: string): (...args: unknown[]) => unknown {
  const found: unknown = Reflect.get(owner, name)
  if (typeof found !== 'function') throw new UnknownGossipsubError(`method ${name}`)
  return (...args) => Reflect.apply(found, owner, args)
}

class UnknownGossipsubError extends Error {
  override readonly name = 'UnknownGossipsubError'
  constructor(what: string, options?: ErrorOptions) {
    super(`This version of @libp2p/gossipsub has no ${what}. Install version 17.1.`, options)
  }
}
