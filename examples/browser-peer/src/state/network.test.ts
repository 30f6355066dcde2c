import type { Peer } from '@hydra/peer'
import type { NetworkLink } from '@hydra/peer/browser'
import { expect, it, onTestFinished } from 'vitest'
import { watchNetwork } from './network.ts'

const HOSTILE = '<img src=x onerror=alert(1)>'

/** A peer that knows so many others, of whom it is connected to twelve. */
function knowing(count: number): Peer<NetworkLink> {
  const peers = Array.from({ length: count }, (_, at) => ({
    peerId: `${HOSTILE}${at}`,
    state: at % Math.ceil(count / 12) === 0 ? 'connected' : 'waiting',
    sources: ['tracker'],
    why: HOSTILE,
  }))
  const link = {
    explain: () => ({ peerId: 'self', addresses: [], connections: [], discovery: { peers, sources: [] } }),
    discovery: { onChange: () => () => undefined },
  }
  // What is looked at here, and no more.
  return {
    link,
    router: { hidden: () => 'weak' },
    explain: () => ({ link: {}, records: {} }),
  } as unknown as Peer<NetworkLink>
}

it('shows the graph a bounded part of ten thousand peers, those that are connected first', () => {
  const peer = knowing(10_000)
  const start = performance.now()
  const live = watchNetwork(peer)
  const tookMs = performance.now() - start
  onTestFinished(live.close)
  const { peers, more = 0 } = live.network.value
  expect(peers.length).toBe(150)
  expect(peers.length + more).toBe(10_000)
  expect(peers.slice(0, 13).map(({ state }) => state)).toEqual([...Array<string>(12).fill('connected'), 'waiting'])
  // Once a second: it must not be felt.
  expect(tookMs).toBeLessThan(100)
})
