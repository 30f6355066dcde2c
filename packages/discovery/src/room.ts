import type { Unsubscribe } from './clock.ts'
import { createInbox } from './inbox.ts'
import type { Candidate, DiscoverySource } from './source.ts'

/** Who is in a room now, as the room's transport knows it. */
export interface RoomPresence {
  /** Everyone who proved to be here, with the address to dial through the room. */
  peers(): Iterable<Candidate>
  onChange(listener: () => void): Unsubscribe
}

// A room of more is a flood: peers beyond it are found by exchange with those that were.
const MAX_PRESENT = 256

/** Peers seen in a room: whoever enters is found, and again when it comes back. */
export function room(presence: RoomPresence, options: { name?: string } = {}): DiscoverySource {
  async function* find({ signal }: { signal: AbortSignal }): AsyncIterable<Candidate> {
    const inbox = createInbox<Candidate>(MAX_PRESENT, signal)
    let seen = new Set<string>()
    const look = (): void => {
      const now = new Set<string>()
      for (const candidate of presence.peers()) {
        if (now.size >= MAX_PRESENT) break
        const key = `${candidate.peerId} ${candidate.addresses.join(' ')}`
        if (!seen.has(key)) inbox.push(candidate)
        now.add(key)
      }
      seen = now
    }
    const unsubscribe = presence.onChange(look)
    try {
      look()
      yield* inbox
    } finally {
      unsubscribe()
    }
  }

  // Strangers say who they are, but the address is that of the room, which the user named.
  return { name: options.name ?? 'room', origin: 'local-network', find }
}
