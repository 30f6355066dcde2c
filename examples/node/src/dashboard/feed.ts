import type { Peer } from '@hydra/peer'
import type { NodeLink } from '@hydra/peer/node'
import type { SeenRequest } from '@hydra/services'
import type { HydraNode } from '../node/open-node.ts'
import { peerRows } from '../node/peer-rows.ts'
import type { FeedEvent, LedgerNow, Line, Now } from './feed-event.ts'
import type { Recent } from './recent.ts'
import type { TrafficHistory } from './traffic-history.ts'

export interface Seen {
  readonly requests: Recent<SeenRequest>
  readonly lines: Recent<Line>
}

/** Tells whoever looks how the node fares, as it happens: server-sent events, until they leave or it is closed. */
export interface Feed {
  open(gone: AbortSignal): Response
  close(): void
}

// What a person takes for at once. A page that reads more slowly misses moments, and gets the next whole.
const LOOKS_EVERY_MS = 500
// More than a graph can show; those that are connected come first.
const MAX_PEERS = 200
const MAX_BLOCKS = 240
// A ledger that is just arriving changes all the time: laying it out may take so small a part of it.
const LEDGER_PART = 1 / 20
// A page on each screen of a person.
const MAX_VIEWERS = 16

export function createFeed(node: HydraNode, seen: Seen, history: Pick<TrafficHistory, 'samples'>): Feed {
  const closing = new AbortController()
  let viewers = 0

  async function* events(signal: AbortSignal): AsyncGenerator<FeedEvent> {
    let [requestMark, lineMark, changed, layoutAtMs] = [0, 0, true, 0]
    const stop = node.peer.names.onChange(() => {
      changed = true
    })
    try {
      yield { event: 'traffic', data: history.samples() }
      for (let tick = 0; !signal.aborted; tick++) {
        if (tick % 2 === 0) yield { event: 'now', data: now(node) }
        const [requests, lines] = [seen.requests.since(requestMark), seen.lines.since(lineMark)]
        requestMark = requests.mark
        lineMark = lines.mark
        if (requests.items.length > 0) yield { event: 'requests', data: requests.items }
        if (lines.items.length > 0) yield { event: 'lines', data: lines.items }
        if (changed && performance.now() >= layoutAtMs) {
          changed = false
          const started = performance.now()
          yield { event: 'ledger', data: ledger(node.peer) }
          layoutAtMs = performance.now() + (performance.now() - started) / LEDGER_PART
        }
        await pause(LOOKS_EVERY_MS, signal)
      }
    } finally {
      stop()
    }
  }

  return {
    open(gone) {
      if (viewers >= MAX_VIEWERS) return new Response('Too many pages look at this node.\n', { status: 429 })
      viewers++
      const leaving = new AbortController()
      const signal = AbortSignal.any([gone, closing.signal, leaving.signal])
      const told = events(signal)
      signal.addEventListener('abort', () => viewers--, { once: true })
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
        {
          async pull(controller) {
            const { done, value } = await told.next()
            if (done || signal.aborted) return controller.close()
            const text = `event: ${value.event}\ndata: ${JSON.stringify(value.data)}\n\n`
            controller.enqueue(new TextEncoder().encode(text))
          },
          async cancel() {
            leaving.abort()
            await told.return(undefined)
          },
        },
        { highWaterMark: 0 },
      )
      return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } })
    },
    close: () => closing.abort(),
  }
}

function now({ peer, own, since }: HydraNode): Now {
  const { hidden, records, link } = peer.explain()
  const { peerId = '', addresses = [], discovery, traffic = { sentBytes: 0, receivedBytes: 0 } } = link
  const peers = [...peerRows(link)]
  const { user, system } = process.cpuUsage()
  return {
    atMs: Date.now(),
    upSeconds: Math.round((Date.now() - since) / 1000),
    url: peer.link.port.url,
    peerId,
    addresses,
    hidden,
    peers: peers.slice(0, MAX_PEERS),
    morePeers: Math.max(0, peers.length - MAX_PEERS),
    sources: discovery?.sources ?? [],
    traffic,
    records,
    services: own.list(),
    memoryBytes: process.memoryUsage.rss(),
    cpuMs: (user + system) / 1000,
  }
}

function ledger({ names }: Peer<NodeLink>): LedgerNow {
  return { ...names.layout({ maxBlocks: MAX_BLOCKS }), total: names.records.size }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  signal.addEventListener('abort', () => resolve(), { once: true })
  return promise.finally(() => clearTimeout(timer))
}
