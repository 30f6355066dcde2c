import { expect, it, onTestFinished } from 'vitest'
import type { HydraNode } from '../node/open-node.ts'
import { createFeed } from './feed.ts'
import { createRecent } from './recent.ts'

/** A node that is connected to a hundred peers and knows so many more. */
function knowing(count: number): HydraNode {
  const peers = Array.from({ length: count }, (_, at) => ({
    peerId: `12D3KooW${String(at).padStart(44, 'x')}`,
    state: at < 100 ? ('connected' as const) : ('waiting' as const),
    sources: ['tracker'],
  }))
  const connections = peers
    .slice(0, 100)
    .map(({ peerId }) => ({ peerId, over: 'WebSocket', relayed: false, outbound: true, roundTripMs: 3 }))
  const peer = {
    explain: () => ({ hidden: 'strong', records: {}, link: { connections, discovery: { peers, sources: [] } } }),
    link: { port: { url: 'http://127.0.0.1:1' } },
    names: { onChange: () => () => undefined, layout: () => ({ nodes: [], edges: [] }), records: { size: 0 } },
  }
  // What the feed looks at, and no more.
  return { peer, own: { list: () => [] }, since: 0 } as unknown as HydraNode
}

it('tells what went before, and a bounded part of ten thousand peers within a few milliseconds', async () => {
  const samples = [{ atMs: 1, sentBytes: 2, receivedBytes: 3 }]
  const seen = { requests: createRecent<never>(1), lines: createRecent<never>(1) }
  const feed = createFeed(knowing(10_000), seen, { samples: () => samples })
  onTestFinished(() => feed.close())
  const reader = feed.open(new AbortController().signal).body?.getReader()
  const next = async (): Promise<string> => new TextDecoder().decode((await reader?.read())?.value)
  expect(await next()).toBe(`event: traffic\ndata: ${JSON.stringify(samples)}\n\n`)
  const start = performance.now()
  const now = await next()
  const tookMs = performance.now() - start
  await reader?.cancel()
  const { peers, morePeers } = JSON.parse(now.replace(/^event: now\ndata: /, '')) as {
    peers: object[]
    morePeers: number
  }
  expect(peers.length).toBe(200)
  expect(peers.length + morePeers).toBe(10_000)
  expect(peers.slice(0, 101).map((each) => 'over' in each)).toEqual([...Array<boolean>(100).fill(true), false])
  expect(now.length).toBeLessThan(50_000)
  // Each second, for each of up to 16 pages.
  expect(tookMs).toBeLessThan(60)
})
