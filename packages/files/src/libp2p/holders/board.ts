import { MAX_ROOTS } from './message.ts'

/** What neighbours said they hold, for as long as they are neighbours. */
export interface Board {
  hold(peer: string, roots: readonly string[]): void
  drop(peer: string, roots: readonly string[]): void
  forget(peer: string): void
  /** Up to so many holders, the newest first, without whoever asks. */
  who(root: string, most: number, except: string): string[]
}

// Twice the connections of a node. With a thousand roots each, 60 MB when all of them are filled on purpose.
const MAX_PEERS = 512

export function createBoard(): Board {
  const held = new Map<string, Set<string>>()
  return {
    hold(peer, roots) {
      const all = held.get(peer) ?? new Set<string>()
      for (const root of roots) {
        all.delete(root)
        all.add(root)
        const [oldest] = all
        if (all.size > MAX_ROOTS && oldest !== undefined) all.delete(oldest)
      }
      held.delete(peer)
      if (held.size < MAX_PEERS) held.set(peer, all)
    },
    drop(peer, roots) {
      for (const root of roots) held.get(peer)?.delete(root)
    },
    forget: (peer) => void held.delete(peer),
    who(root, most, except) {
      const holders = [...held].filter(([peer, roots]) => peer !== except && roots.has(root))
      return holders
        .slice(-most)
        .map(([peer]) => peer)
        .toReversed()
    },
  }
}
