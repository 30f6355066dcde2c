import type { Connection, Libp2p, PeerId } from '@libp2p/interface'

interface Pinging {
  ping?: { ping(peer: PeerId, options: { signal: AbortSignal }): Promise<number> }
}

// What opens a connection has first call on it: handshakes of streams, and what both sides know.
const AFTER_MS = 1_000
const ANSWERS_WITHIN_MS = 10_000

/**
 * Measures each new connection once: libp2p's own monitor comes by only every minute, and until then nobody could say
 * how far a neighbour is. Returns what ends it.
 */
export function measureFirstRoundTrips(node: Libp2p): () => void {
  const { ping } = node.services as Pinging
  const closing = new AbortController()
  const waiting = new Set<ReturnType<typeof setTimeout>>()

  async function measure(connection: Connection): Promise<void> {
    if (connection.status !== 'open' || connection.rtt !== undefined) return
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWERS_WITHIN_MS)])
    const ms = await ping?.ping(connection.remotePeer, { signal })
    if (ms !== undefined) connection.rtt ??= ms
  }

  const onOpen = ({ detail: connection }: CustomEvent<Connection>): void => {
    const timer = setTimeout(() => {
      waiting.delete(timer)
      measure(connection).catch(() => {})
    }, AFTER_MS)
    waiting.add(timer)
  }
  node.addEventListener('connection:open', onOpen)
  return () => {
    node.removeEventListener('connection:open', onOpen)
    closing.abort()
    for (const timer of waiting) clearTimeout(timer)
  }
}
